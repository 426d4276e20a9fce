import type { Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

import { createHttpSender } from '../../../../server/src/relay/http/http-sender';
import { startHttpProxy, type HttpProxy } from '../../../support/http-proxy';
import { say, sayForEver, useRawServer, type Answer } from '../../../support/raw-server';
import { config } from '../../config-of';

const MAX = 1_000;
const MIB = 1_048_576;

const server = useRawServer();
let send: (
  body?: string,
  timeoutMs?: number,
) => ReturnType<ReturnType<typeof createHttpSender>['send']>;
let close: () => Promise<void>;
let proxy: HttpProxy | undefined;

function sendThrough(url?: string): void {
  const sender = createHttpSender(config({ allow: ['127.0.0.1'], proxy: url }).network);
  close = sender.close;
  send = (body = '{}', timeoutMs = 5_000) =>
    sender.send(
      { method: 'POST', url: server.url, headers: {}, secretHeaders: [], body },
      { timeoutMs, maxResponseBytes: MAX, stopping: new AbortController().signal },
    );
}
beforeEach(() => sendThrough());
afterEach(async () => {
  await close();
  await proxy?.close();
  proxy = undefined;
});

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const HINTS = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\nlink: </b>\r\n\r\n';

const says =
  (...words: (string | Buffer)[]): Answer =>
  async (socket) => {
    for (const word of words) await say(socket, word);
  };

/** Each byte by itself, as far as the system lets them be. */
const drips =
  (words: string): Answer =>
  async (socket) => {
    for (const byte of words) {
      await say(socket, byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

test.each<[string, Answer]>([
  ['100', says(CONTINUE, OK)],
  ['100 in the same segment', says(CONTINUE + OK)],
  ['100 without a reason', says('HTTP/1.1 100\r\n\r\n', OK)],
  ['100 of HTTP/1.0', says('HTTP/1.0 100 Continue\r\n\r\n', OK)],
  ['100 with headers', says('HTTP/1.1 100 Continue\r\nx-a: 1\r\n\r\n', OK)],
  ['102', says('HTTP/1.1 102 Processing\r\n\r\n', OK)],
  ['103', says(HINTS, OK)],
  ['an unknown one', says('HTTP/1.1 199 Odd\r\nconnection: close\r\n\r\n', OK)],
  ['several', says(CONTINUE, HINTS, CONTINUE, HINTS + CONTINUE, OK)],
  ['several, byte by byte', drips(CONTINUE + HINTS + CONTINUE + OK)],
  ['a thousand', says(CONTINUE.repeat(1_000), OK)],
])('an interim response is passed over: %s', async (_name, answer) => {
  server.answerWith(answer);

  for (let i = 0; i < 3; i += 1) {
    expect(await send()).toMatchObject({
      kind: 'response',
      statusCode: 200,
      responseHeaders: { 'content-length': '2' },
      responseBody: 'ok',
    });
  }
  expect(server.requests).toHaveLength(3);
});

test('through a proxy too', async () => {
  await close();
  proxy = await startHttpProxy(Number(new URL(server.url).port));
  sendThrough(proxy.url);
  server.answerWith(says(CONTINUE, OK));

  expect(await send()).toMatchObject({ kind: 'response', statusCode: 200 });
});

test('a flood of interim responses ends with the deadline', async () => {
  server.answerWith((socket) => sayForEver(socket, { words: CONTINUE.repeat(100), everyMs: 1 }));
  const before = process.memoryUsage.rss();

  const outcome = await send('{}', 500);

  expect(outcome).toMatchObject({ kind: 'timeout', statusCode: null });
  expect(process.memoryUsage.rss() - before).toBeLessThan(50 * MIB);
});

test.each([
  ['a switch of protocols', 'HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n'],
  ['an interim response without end', `HTTP/1.1 100 Continue\r\n${'x-a: 1\r\n'.repeat(4_000)}`],
  ['what is no HTTP', 'HTTP/1.1 1'],
])('%s is a failure', async (_name, words) => {
  server.answerWith(async (socket) => {
    await say(socket, words);
    socket.end();
  });

  expect(await send()).toMatchObject({ kind: 'connection-error', statusCode: null });
});

describe.each([
  [204, 'No Content'],
  [205, 'Reset Content'],
  [304, 'Not Modified'],
])('%i', (status, reason) => {
  const head = `HTTP/1.1 ${String(status)} ${reason}\r\nx-a: 1\r\n`;

  test.each([
    ['with nothing said of a body', `${head}\r\n`],
    ['with content-length 0', `${head}content-length: 0\r\n\r\n`],
    ['with a length and no body', `${head}content-length: 5\r\n\r\n`],
    ['with a length and a body', `${head}content-length: 5\r\n\r\nhello`],
    ['in chunks', `${head}transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`],
    ['in no chunks', `${head}transfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['and the connection ends', `${head}connection: close\r\n\r\n`],
  ])('%s has no body, and what follows is not touched', async (_name, words) => {
    server.answerWith(says(words));

    for (const body of ['1', '2', '3']) {
      expect(await send(body)).toMatchObject({
        kind: 'response',
        statusCode: status,
        responseHeaders: { 'x-a': '1' },
        responseBody: '',
        error: null,
      });
    }
    expect(server.requests.map((it) => it.slice(-1))).toEqual(['1', '2', '3']);
  });
});

/** Answers the first request of each connection, and does that with the next one. */
function onReuse(then: Answer): Answer {
  const seen = new WeakSet<Socket>();
  return (socket) => {
    if (seen.has(socket)) return then(socket);
    seen.add(socket);
    return say(socket, OK);
  };
}

describe('a kept connection', () => {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

  test.each<[string, Answer]>([
    ['reset', (socket) => void socket.resetAndDestroy()],
    ['closed', (socket) => void socket.end()],
  ])('that is %s at the next request is replaced, once', async (_how, then) => {
    server.answerWith(onReuse(then));
    await send('first');
    await pause();

    expect(await send('second')).toMatchObject({ kind: 'response', statusCode: 200, error: null });
    expect(server.requests.map((it) => it.split('\r\n\r\n')[1])).toEqual([
      'first',
      'second',
      'second',
    ]);
  });

  test('is not replaced once a byte has come', async () => {
    server.answerWith(
      onReuse(async (socket) => {
        await say(socket, 'H');
        await pause();
        socket.resetAndDestroy();
      }),
    );
    await send('first');
    await pause();

    expect((await send('second')).kind).toBe('connection-error');
    expect(server.requests).toHaveLength(2);
  });

  test('is not replaced once an interim response has come', async () => {
    server.answerWith(
      onReuse(async (socket) => {
        await say(socket, CONTINUE);
        await pause();
        socket.resetAndDestroy();
      }),
    );
    await send('first');
    await pause();

    expect((await send('second')).kind).toBe('connection-error');
    expect(server.requests).toHaveLength(2);
  });

  test('is replaced by a fresh one, not by another that was kept', async () => {
    server.answerWith(onReuse((socket) => void socket.resetAndDestroy()));
    await Promise.all([send(), send(), send()]);
    await pause();

    const outcomes = await Promise.all([send(), send(), send()]);

    expect(outcomes.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  });

  test('that hangs is not replaced: the deadline ends it', async () => {
    server.answerWith(onReuse(() => undefined));
    await send();
    await pause();

    expect((await send('{}', 300)).kind).toBe('timeout');
    expect(server.requests).toHaveLength(2);
  });
});

test('a fresh connection that is reset is an attempt', async () => {
  server.answerWith((socket) => void socket.resetAndDestroy());

  expect((await send()).kind).toBe('connection-error');
  expect(server.requests).toHaveLength(1);
});

const TEXT = '{"grüße":"łódź €"}';

function packed(coding: string, bytes: Buffer, type = 'application/json'): Answer {
  const length = String(bytes.length);
  const head = `content-type: ${type}\r\ncontent-encoding: ${coding}\r\ncontent-length: ${length}`;
  return says(`HTTP/1.1 400 No\r\n${head}\r\n\r\n`, bytes);
}

test.each([
  ['gzip', gzipSync(TEXT)],
  ['GZIP', gzipSync(TEXT)],
  ['x-gzip', gzipSync(TEXT)],
  ['deflate', deflateSync(TEXT)],
  ['deflate', deflateRawSync(TEXT)],
  ['br', brotliCompressSync(TEXT)],
  ['identity', Buffer.from(TEXT)],
  ['gzip', Buffer.from(TEXT)],
  ['unheard-of', Buffer.from(TEXT)],
])('a body in %s is unpacked', async (coding, bytes) => {
  server.answerWith(packed(coding, bytes));

  expect(await send()).toMatchObject({ responseBody: TEXT, responseTruncated: false });
});

test.each([
  ['text/plain; charset=ISO-8859-1', Buffer.from('Grüße', 'latin1'), 'Grüße'],
  ['text/html;charset="windows-1252"', Buffer.from([0x80, 0x20, 0xe9]), '€ é'],
  ['text/plain; Charset=Shift_JIS', Buffer.from([0x93, 0xfa, 0x96, 0x7b]), '日本'],
  ['text/plain; charset=utf-16le', Buffer.from('né', 'utf16le'), 'né'],
  ['text/plain; charset=none-such', Buffer.from('né'), 'né'],
  ['text/plain', Buffer.from('né'), 'né'],
])('a body of %s is read', async (type, bytes, text) => {
  server.answerWith(packed('identity', bytes, type));
  expect(await send()).toMatchObject({ responseBody: text, responseTruncated: false });

  server.answerWith(packed('gzip', gzipSync(bytes), type));
  await close();
  sendThrough();
  expect(await send()).toMatchObject({ responseBody: text, responseTruncated: false });
});

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const)('a bomb in %s is unpacked as far as it is kept', async (coding, pack) => {
  server.answerWith(packed(coding, pack(Buffer.alloc(50 * MIB, 'x'))));
  const before = process.memoryUsage.rss();

  const outcome = await send();

  expect(outcome.responseBody).toBe('x'.repeat(MAX));
  expect(outcome.responseTruncated).toBe(true);
  expect(process.memoryUsage.rss() - before).toBeLessThan(20 * MIB);
});

test('a packed body that breaks off is read as far as it came', async () => {
  const bytes = gzipSync(`${TEXT}${Array.from({ length: 900 }, (_, i) => i * i).join()}`);
  server.answerWith(async (socket) => {
    await say(socket, `HTTP/1.1 500 No\r\ncontent-encoding: gzip\r\ncontent-length: 99999\r\n\r\n`);
    await say(socket, bytes.subarray(0, 600));
    socket.end();
  });

  const outcome = await send();

  expect(outcome).toMatchObject({ kind: 'connection-error', statusCode: 500 });
  expect(outcome.responseBody).toContain(TEXT);
});

test.each<[string, string, RegExp]>([
  [
    'another protocol',
    'SSH-2.0-OpenSSH_9.2\r\n',
    /^The response is not valid HTTP\. Check that the URL/,
  ],
  [
    'an upgrade that was not asked for',
    'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
    /^The response is not valid HTTP\. Check that the URL/,
  ],
  [
    'a length that is not the announced one',
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok',
    /^The (length of the response differs from its Content-Length|response is not valid HTTP)/,
  ],
])('the error of %s says what to check', async (_, words, error) => {
  server.answerWith(says(words));

  const outcome = await send();

  expect(outcome.kind).toBe('connection-error');
  expect(outcome.error).toMatch(error);
});
