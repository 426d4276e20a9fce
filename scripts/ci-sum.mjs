import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Adds up what .ci/run left in its folder: `steps.tsv` with a line `name, exit code, seconds` for each
 * step, and a jest report `<name>.json` for each of them that runs tests. Every other step is one check.
 */
const [folder] = process.argv.slice(2);
const results = readFileSync(join(folder, 'steps.tsv'), 'utf8').trim().split('\n').map(resultOf);

console.log('\n=== Summary');
for (const { name, seconds, counts, isTests } of results) {
  const kind = isTests ? 'tests' : counts.failed > 0 ? 'check, failed' : 'check';
  const words = isTests ? `${wordsOf(counts)} (${kind})` : kind;
  console.log(`${name.padEnd(12)} ${String(seconds).padStart(5)} s   ${words}`);
}
console.log('\nA step that runs no tests counts as one check, passed or failed.');
console.log(`Checks: ${wordsOf(sumOf(results.filter(({ isTests }) => !isTests)))}`);
console.log(`Tests:  ${wordsOf(sumOf(results.filter(({ isTests }) => isTests)))}`);

const total = sumOf(results);
process.exitCode = total.failed > 0 || total.skipped > 0 ? 1 : 0;
console.log(wordsOf(total));

function resultOf(line) {
  const [name, code, seconds] = line.split('\t');
  const report = join(folder, `${name}.json`);
  const isTests = existsSync(report);
  const counts = isTests ? countsOf(JSON.parse(readFileSync(report, 'utf8'))) : none();
  // A run may fail without a failed test: no test found, a threshold missed, a crash after the report.
  if (code !== '0' && counts.failed === 0) counts.failed = 1;
  if (code === '0' && !isTests) counts.passed = 1;
  return { name, seconds, counts, isTests };
}

function countsOf(report) {
  return {
    passed: report.numPassedTests,
    // A suite that does not load has no test that could fail.
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function sumOf(results) {
  return results.reduce(
    (sum, { counts }) => ({
      passed: sum.passed + counts.passed,
      failed: sum.failed + counts.failed,
      skipped: sum.skipped + counts.skipped,
    }),
    none(),
  );
}

function none() {
  return { passed: 0, failed: 0, skipped: 0 };
}

function wordsOf({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
