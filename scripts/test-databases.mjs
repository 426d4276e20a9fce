import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

import { fromRoot, root } from './demo/paths.mjs';

/**
 * The integration tests on PostgreSQL and on MySQL, one after the other: [postgres|mysql] [jest's options].
 * Where no server listens, all tests count as skipped, and the run as failed.
 */
const servers = JSON.parse(readFileSync(fromRoot('tests/support/databases/defaults.json'), 'utf8'));
const [first = '', ...others] = process.argv.slice(2);
const [kinds, options] =
  first in servers ? [[first], others] : [Object.keys(servers), process.argv.slice(2)];

const results = [];
for (const kind of kinds) results.push(await testOn(kind));

console.log();
for (const { kind, result } of results) console.log(`${kind.padEnd(9)} ${result}`);
process.exitCode = results.every(({ result }) => result === 'passed') ? 0 : 1;

async function testOn(kind) {
  const { host, port } = addressOf(kind);
  if (await listens(host, port)) {
    const code = await jest(kind, options);
    return { kind, result: code === 0 ? 'passed' : 'failed' };
  }
  console.error(`\nNOTHING LISTENS on ${host}:${port}: the tests on ${kind} are SKIPPED.\n`);
  await jest(kind, ['--testNamePattern=^skipped, all of them$', ...options]);
  return { kind, result: `SKIPPED: nothing listens on ${host}:${port}` };
}

function addressOf(kind) {
  const setting = (name) =>
    process.env[`TEST_${kind}_${name}`.toUpperCase()] ?? servers[kind][name];
  return { host: setting('host'), port: Number(setting('port')) };
}

async function listens(host, port) {
  const socket = connect({ host, port, timeout: 5_000 });
  try {
    socket.on('timeout', () => socket.destroy(new Error('No answer')));
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function jest(kind, options) {
  console.log(`\nIntegration tests on ${kind}`);
  const child = spawn(
    process.execPath,
    [fromRoot('node_modules/jest/bin/jest.js'), '--selectProjects', 'integration', ...options],
    { cwd: root, env: { ...process.env, TEST_DATABASE: kind }, stdio: 'inherit' },
  );
  const [code] = await once(child, 'exit');
  return code;
}
