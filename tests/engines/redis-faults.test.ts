import { setTimeout as sleep } from 'node:timers/promises';

import type { App } from '../support/boot-strapi';
import { deliveriesOf } from '../support/deliveries';
import { QUOTATION, type Entry } from '../support/documents';
import { eventually } from '../support/eventually';
import { startRedisServer, type RedisServer } from '../support/redis-server';
import { useScene } from '../support/scene';
import { createSecondRelay, type SecondRelay } from '../support/second-relay';
import { createWebhook } from '../support/webhooks';

const redis = { url: '', prefix: 'faults' };
let server: RedisServer;

// First of all hooks: the app needs it to boot.
beforeAll(async () => {
  server = await startRedisServer();
  redis.url = server.url;
});
const scene = useScene({ config: { engine: 'bullmq', redis, relay: { enabled: false } } });
const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);
let relays: SecondRelay[];
let webhook: Entry;

beforeAll(() => process.on('unhandledRejection', note));
beforeEach(async () => {
  webhook = await createWebhook(scene.app, { url: scene.receiver.url, retryDelays: [0.1] });
  relays = [createSecondRelay(scene.app), createSecondRelay(scene.app)];
  for (const relay of relays) await relay.start();
});
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.stop()));
  expect(unhandled).toEqual([]);
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  await server.stop();
});

async function write(app: App, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await app.documents(QUOTATION).create({ data: { name: `QTN-${String((written += 1))}` } });
    await sleep(1);
  }
}
let written = 0;

async function expectEachOnce(count: number): Promise<void> {
  const { app, receiver } = scene;
  await receiver.received(count, 15_000);
  await Promise.all(relays.map((relay) => relay.drain()));
  const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
  expect(ids).toHaveLength(count);
  expect(new Set(ids).size).toBe(count);
  const statuses = (await deliveriesOf(app, webhook)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set(['delivered']));
}

beforeEach(async () => {
  const { documentId } = webhook;
  await scene.app
    .documents('plugin::document-webhooks.webhook')
    .update({ documentId, data: { events: ['entry.create'] } });
});

test('Redis emptied in mid-run loses nothing', async () => {
  const client = server.client();
  scene.receiver.replyWith({ delayMs: 5 });

  for (let i = 0; i < 5; i += 1) {
    await write(scene.app, 15);
    await client.flushall();
  }

  await expectEachOnce(75);
});

test('Redis stopped and started in mid-run loses nothing', async () => {
  scene.receiver.replyWith({ delayMs: 5 });
  await write(scene.app, 20);

  await server.stop();
  await write(scene.app, 20);
  // Without Redis they look themselves.
  await scene.receiver.received(40, 10_000);
  await server.start();
  await write(scene.app, 20);

  await expectEachOnce(60);
});

test('when Redis is back, it is used again', async () => {
  await server.stop();
  await sleep(200);
  await server.start();

  // By then all have connected again, and the workers wait at the queue.
  const client = server.client();
  await eventually(async () => {
    const clients = String(await client.client('LIST'));
    expect(clients.match(/cmd=bzpopmin/g)).toHaveLength(2);
  }, 10_000);
  await write(scene.app, 10);
  await expectEachOnce(10);
});

test('without Redis, the database keeps the rate', async () => {
  const { app, receiver } = scene;
  await app
    .documents('plugin::document-webhooks.webhook')
    .update({ documentId: webhook.documentId, data: { rateLimit: 10 } });
  await server.stop();

  await write(app, 20);
  await receiver.received(20, 10_000);
  await server.start();

  const times = receiver.requests.map(({ at }) => at);
  // 1 900 ms from the first moment to the last; a busy machine may miss the first by some.
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(1_200);
});

test('a relay stops while Redis is away', async () => {
  await write(scene.app, 3);
  await scene.receiver.received(3);
  await server.stop();
  const began = performance.now();

  await Promise.all(relays.map((relay) => relay.stop()));

  expect(performance.now() - began).toBeLessThan(11_000);
  await server.start();
});
