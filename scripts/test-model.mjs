import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { fromRoot, root } from './demo/paths.mjs';

/**
 * The model test of capture with many programs: 2000 on SQLite, 200 on each of PostgreSQL and MySQL.
 * `MODEL_SEED` and `MODEL_PATH`, as a failure prints them, repeat one.
 */
const PATTERN = ['--testPathPatterns', 'integration/capture/model'];
const jest = [fromRoot('node_modules/jest/bin/jest.js'), '--selectProjects', 'integration'];

const codes = [
  await run([...jest, ...PATTERN], '2000'),
  await run([fromRoot('scripts/test-databases.mjs'), ...PATTERN], '200'),
];
process.exitCode = Math.max(...codes);

async function run(args, runs) {
  const env = { MODEL_RUNS: runs, ...process.env };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
