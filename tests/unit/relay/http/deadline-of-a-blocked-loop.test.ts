import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { createHttpSender } from '../../../../server/src/relay/http/http-sender';
import { eventually } from '../../../support/eventually';
import { config } from '../../config-of';

const TIMEOUT_MS = 500;

/** Answers while this process can do nothing, and tells of it in a file. */
const SERVE = `
  const server = require('node:http').createServer((request, response) => {
    console.log('asked');
    setTimeout(() => response.end('ok', () => console.log('answered')), 200);
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

let folder: string;
let log: string;
let child: ChildProcess;
const told = (): string => readFileSync(log, 'utf8');

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blocked-loop-'));
  log = path.join(folder, 'log');
  child = spawn(process.execPath, ['-e', SERVE], {
    stdio: ['ignore', openSync(log, 'w'), 'inherit'],
  });
});
afterEach(() => {
  child.kill();
  rmSync(folder, { recursive: true });
});

test('an answer that came in time counts, though the loop was blocked until after the deadline', async () => {
  await eventually(() => expect(told()).toMatch(/^\d+\n/));
  const { send, close } = createHttpSender(config({ allow: ['127.0.0.1'] }).network);
  const url = `http://127.0.0.1:${told().trim()}/`;
  const deadline = performance.now() + TIMEOUT_MS;

  const sending = send(
    { method: 'POST', url, headers: {}, secretHeaders: [], body: '{}' },
    { timeoutMs: TIMEOUT_MS, maxResponseBytes: 100, stopping: new AbortController().signal },
  );
  await eventually(() => expect(told()).toContain('asked'));
  // From here on a turn of the loop ends, and the next one begins with its timers.
  await nextTurn();
  while (!told().includes('answered') || performance.now() < deadline + 50);

  expect(await sending).toMatchObject({ kind: 'response', statusCode: 200, responseBody: 'ok' });
  await close();
});
