import { gzipSync, brotliCompressSync } from 'node:zlib';

import { say, sayForEver, useRawServer, type Answer } from '../../../support/raw-server';
import type { Attempt, DeliveryDetail } from '../../../../server/src/contracts/deliveries';
import { settled } from '../../../support/deliveries';
import { eventually } from '../../../support/eventually';
import { useQuotation } from '../../../support/quotation';
import { useScene } from '../../../support/scene';
import { createWebhook } from '../../../support/webhooks';

const KEPT = 65_536;
const MIB = 1_048_576;

const scene = useScene();
const quotation = useQuotation(scene);
const server = useRawServer();

type Bytes = string | Buffer;

/** An answer whose head is as it is given, and whose body has its length announced. */
function response(head: Bytes, body: Bytes = 'ok', status = '200 OK'): Answer {
  const bytes = Buffer.from(body);
  return async (socket) => {
    await say(socket, `HTTP/1.1 ${status}\r\nconnection: close\r\n`);
    await say(socket, `content-length: ${String(bytes.length)}\r\n`);
    await say(socket, Buffer.from(head));
    await say(socket, '\r\n');
    await say(socket, bytes);
    socket.end();
  };
}

const says =
  (...words: Bytes[]): Answer =>
  async (socket) => {
    for (const word of words) await say(socket, word);
    socket.end();
  };

/** The only attempt on a receiver that answers so, and what became of the delivery. */
async function attemptWith(
  answer: Answer,
  status: DeliveryDetail['status'],
): Promise<Attempt & { delivery: DeliveryDetail }> {
  const { app, receiver } = scene;
  server.answerWith(answer);
  const rule = { retryDelays: [], timeoutMs: 15_000 };
  const webhook = await createWebhook(app, { ...rule, url: server.url });
  const neighbour = await createWebhook(app, { url: receiver.url });
  await quotation.save();
  const delivery = await settled(app, webhook, status);
  // What comes back to one is recorded together with what comes back to others.
  await settled(app, neighbour, 'delivered');
  expect(delivery.attempts).toHaveLength(1);
  return { ...(delivery.attempts[0] as Attempt), delivery };
}

test.each<[string, Answer, RegExp]>([
  ['a header of 1 MB', response(`x-a: ${'x'.repeat(MIB)}\r\n`), /headers.*too large/],
  ['3000 headers', response('x-a: 1234567890\r\n'.repeat(3_000)), /headers.*too large/],
  ['a NUL in a header', response('x-a: a\0b\r\n'), /./],
  ['a header without a name', response(': b\r\n'), /./],
  ['a header with a bare CR', response('x-a: a\rx-b: c\r\n'), /./],
  ['a chunk as long as a universe', says(chunkHead(), 'ffffffffffffffffff\r\nok'), /./],
  ['a chunk of negative length', says(chunkHead(), '-1\r\nok'), /./],
  ['a switch of protocols', says('HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n'), /./],
  ['two answers in one', says(chunkHead('content-length: 2\r\n'), '2\r\nok\r\n0\r\n\r\n'), /./],
])('%s is a failed attempt with its reason', async (_name, answer, error) => {
  const attempt = await attemptWith(answer, 'failed');

  expect(attempt.outcome).toBe('connection-error');
  expect(attempt.error).toMatch(error);
});

function chunkHead(more = ''): string {
  return `HTTP/1.1 200 OK\r\nconnection: close\r\n${more}transfer-encoding: chunked\r\n\r\n`;
}

test.each<[string, Buffer, string]>([
  ['invalid UTF-8', Buffer.from([0x61, 0xff, 0xfe, 0x62]), 'a\uFFFD\uFFFDb'],
  ['a surrogate in bytes', Buffer.from([0xed, 0xa0, 0x80]), '\uFFFD\uFFFD\uFFFD'],
  ['NUL', Buffer.from('a\0b'), 'a\uFFFDb'],
  ['emoji', Buffer.from('👍🏽'), '👍🏽'],
  ['HTML', Buffer.from('<script>alert(1)</script>'), '<script>alert(1)</script>'],
  ['an end within a character', Buffer.from('é').subarray(0, 1), '\uFFFD'],
])('a body with %s is kept', async (_name, body, kept) => {
  const attempt = await attemptWith(response('', body), 'delivered');

  expect(attempt).toMatchObject({ responseBody: kept, responseTruncated: false });
});

test('headers named like what every object has are headers like any other', async () => {
  const head = 'constructor: a\r\n__proto__: b\r\n__proto__: c\r\ntostring: d\r\nx-e: <b>é</b>\r\n';

  const attempt = await attemptWith(response(head), 'delivered');

  expect(Object.entries(attempt.responseHeaders ?? {})).toEqual(
    expect.arrayContaining([
      ['constructor', 'a'],
      ['__proto__', ['b', 'c']],
      ['tostring', 'd'],
    ]),
  );
  expect(Object.getPrototypeOf(attempt.responseHeaders)).toBe(Object.prototype);
});

test('as many headers as are read are kept, and no more', async () => {
  const attempt = await attemptWith(response('x-a: 1234567890\r\n'.repeat(900)), 'delivered');

  expect(attempt.responseHeaders?.['x-a']).toHaveLength(900);
  expect(JSON.stringify(attempt.responseHeaders).length).toBeLessThan(16_384);
});

test.each([
  ['gzip', gzipSync(Buffer.alloc(100 * MIB))],
  ['br', brotliCompressSync(Buffer.alloc(20 * MIB))],
])('what is packed with %s is unpacked only as far as it is kept', async (encoding, body) => {
  const before = process.memoryUsage.rss();

  const attempt = await attemptWith(
    response(`content-encoding: ${encoding}\r\n`, body),
    'delivered',
  );

  expect(attempt.responseTruncated).toBe(true);
  expect(attempt.responseBody).toBe('\uFFFD'.repeat(KEPT));
  expect(process.memoryUsage.rss() - before).toBeLessThan(50 * MIB);
});

test('a body without end is cut', async () => {
  const endless: Answer = async (socket) => {
    await say(socket, 'HTTP/1.1 200 OK\r\n\r\n');
    await sayForEver(socket, { words: 'x'.repeat(10_000), everyMs: 1 });
  };

  const attempt = await attemptWith(endless, 'delivered');

  expect(attempt.responseBody).toHaveLength(KEPT);
  expect(attempt.responseTruncated).toBe(true);
});

test('a flood of promises before the answer is not kept', async () => {
  const promises = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(1_000);
  const flood = says(...Array<string>(50).fill(promises), 'HTTP/1.1 204 No\r\nx-a: 1\r\n\r\n');

  const attempt = await attemptWith(flood, 'delivered');

  expect(attempt).toMatchObject({ statusCode: 204, responseHeaders: { 'x-a': '1' } });
});

test('more than was announced belongs to no answer', async () => {
  const { app } = scene;
  server.answerWith(
    says('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 410 Gone\r\n\r\n'),
  );
  const webhook = await createWebhook(app, { url: server.url, retryDelays: [] });

  await quotation.save();
  const { attempts } = await settled(app, webhook, 'delivered');

  expect(attempts).toMatchObject([{ statusCode: 200, responseBody: 'ok' }]);
});

test('a cookie is never sent back', async () => {
  server.answerWith(response('set-cookie: session=1; Path=/\r\n'));
  await createWebhook(scene.app, { url: server.url });

  await quotation.save();
  await requests(1);
  await quotation.save();
  await requests(2);

  expect(server.requests.join('')).not.toMatch(/^cookie:/im);
});

test('a redirect, to wherever, is not followed', async () => {
  const head = `location: ${scene.receiver.url}\r\nlocation: http://169.254.169.254/latest\r\n`;

  const { delivery } = await attemptWith(response(head, '', '307 Moved'), 'failed');

  expect(delivery.reason).toBe(
    'The receiver responded with 307. Redirects are not followed: use the final URL',
  );
  // That of the neighbour.
  expect(scene.receiver.requests).toHaveLength(1);
  expect(server.requests).toHaveLength(1);
});

test.each(['99', '600', '999'])('the status %s is no success', async (status) => {
  const attempt = await attemptWith(response('', 'ok', `${status} <b>Odd</b>`), 'failed');

  expect(JSON.stringify(attempt.delivery)).not.toContain('Odd');
});

async function requests(count: number): Promise<void> {
  await eventually(() => {
    if (server.requests.length < count) throw new Error('Too few requests');
  });
}
