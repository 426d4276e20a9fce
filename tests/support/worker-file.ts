import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
let built: string | undefined;

/**
 * In place of `server/src/expressions/evaluation/worker-file`, where tests run the sources: jest's own transform
 * does not reach into threads. Built from today's sources, once for each test file that needs it. Inside
 * the repository, where it finds node_modules.
 */
export function workerFile(): string {
  return (built ??= build());
}

function build(): string {
  const folder = path.join(ROOT, '.tmp');
  mkdirSync(folder, { recursive: true });
  const own = mkdtempSync(path.join(folder, 'worker-'));
  process.once('exit', () => {
    rmSync(own, { recursive: true, force: true });
  });
  const file = path.join(own, 'expression-worker.js');
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/build-worker.mjs'), file]);
  return file;
}
