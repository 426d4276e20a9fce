import { randomBytes } from 'node:crypto';

import { eventually } from '../support/eventually';
import { deliveryOf, settled } from '../support/deliveries';
import { useQuotation } from '../support/quotation';
import { useScene } from '../support/scene';
import { createWebhook } from '../support/webhooks';
import { ACCEPT, say, sayForEver, useRawServer, type Answer } from '../support/raw-server';

const SECOND = 1_000;
const TIMEOUT_MS = 5_000;
const CHUNK = Buffer.alloc(1_048_576, 'x');
const HEAD = 'HTTP/1.1 200 OK\r\n';

const scene = useScene();
const quotation = useQuotation(scene);
const server = useRawServer();

const megabytes =
  (count: number, head: string): Answer =>
  async (socket) => {
    await say(socket, head);
    for (let sent = 0; sent < count && !socket.destroyed; sent += 1) await say(socket, CHUNK);
  };

const says =
  (words: string | Buffer): Answer =>
  (socket) => {
    socket.end(words);
  };

test.each<[string, Answer, string]>([
  ['accepts, and says nothing', () => undefined, 'timeout'],
  [
    'drips its headers, a byte a second',
    async (socket) => {
      await say(socket, `${HEAD}x-drip: `);
      await sayForEver(socket, { words: '.', everyMs: SECOND });
    },
    'timeout',
  ],
  [
    'drips its body, a byte a second',
    async (socket) => {
      await say(socket, `${HEAD}content-length: 100000\r\n\r\n`);
      await sayForEver(socket, { words: '.', everyMs: SECOND });
    },
    'timeout',
  ],
  [
    'promises to go on, for ever',
    (socket) => sayForEver(socket, { words: 'HTTP/1.1 102 Processing\r\n\r\n', everyMs: 100 }),
    'timeout',
  ],
  ['resets', (socket) => void socket.resetAndDestroy(), 'connection-error'],
  ['hangs up', (socket) => void socket.end(), 'connection-error'],
  ['sends random bytes', says(randomBytes(4_096)), 'connection-error'],
  ['has a status that is no number', says('HTTP/1.1 OK fine\r\n\r\n'), 'connection-error'],
  ['breaks off in its headers', says(`${HEAD}content-le`), 'connection-error'],
  [
    'has two lengths',
    says(`${HEAD}content-length: 2\r\ncontent-length: 3\r\n\r\nok!`),
    'connection-error',
  ],
  [
    'sends less than it announced',
    says(`${HEAD}content-length: 100\r\n\r\nok`),
    'connection-error',
  ],
  [
    'sends chunks that are none',
    says(`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\nok\r\n`),
    'connection-error',
  ],
  ['sends 200 MB of headers', megabytes(200, `${HEAD}x-endless: `), 'connection-error'],
  [
    'sends 200 MB with a 500',
    megabytes(200, `HTTP/1.1 500 No\r\ncontent-length: ${String(200 * CHUNK.length)}\r\n\r\n`),
    'response',
  ],
])(
  'a receiver that %s fails in time, holds nobody up, and gets the same once it is well',
  async (_name, answer, outcome) => {
    const { app, receiver } = scene;
    server.answerWith(answer);
    await createWebhook(app, { url: receiver.url });
    const webhook = await createWebhook(app, {
      url: server.url,
      timeoutMs: TIMEOUT_MS,
      retryDelays: [0.1, 0.1, 0.1, 0.1, 0.1],
    });
    const before = process.memoryUsage.rss();

    await quotation.save();
    await receiver.received(1, TIMEOUT_MS - SECOND);
    const [attempt] = await eventually(async () => {
      const { attempts } = await deliveryOf(app, webhook);
      if (attempts.length === 0) throw new Error('No attempt has ended');
      return attempts;
    }, 2 * TIMEOUT_MS);
    server.answerWith(ACCEPT);

    expect(attempt?.outcome).toBe(outcome);
    expect(attempt?.durationMs).toBeLessThan(TIMEOUT_MS + SECOND);
    expect(process.memoryUsage.rss() - before).toBeLessThan(150 * CHUNK.length);
    await eventually(() => settled(app, webhook, 'delivered'), 10 * SECOND);
    const sent = server.requests.map((request) => ({
      id: /^webhook-id: (.*)$/im.exec(request)?.[1],
      body: request.split('\r\n\r\n')[1],
    }));
    expect(sent.length).toBeGreaterThanOrEqual(2);
    expect(new Set(sent.map((it) => JSON.stringify(it))).size).toBe(1);
  },
);
