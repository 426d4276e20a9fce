import { setTimeout as sleep } from 'node:timers/promises';

import type { Webhook } from '../../../server/src/contracts/webhook';
import { HEALTH_TABLE } from '../../../server/src/plugin-id';
import { deliveriesOf, deliveryOf, drain, settled } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { startLimitedReceiver } from '../../support/limited-receiver';
import { useScene } from '../../support/scene';
import { createSecondRelay } from '../../support/second-relay';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const FAILURES = 3;
const scene = useScene({
  config: { breaker: { failures: FAILURES, openMs: 60_000, pauseAfterHours: 120 } },
});
const BUSY = { status: 429, headers: { 'retry-after': '2' } };
const HOUR_MS = 3_600_000;
let created = 0;

function create(): Promise<Entry> {
  created += 1;
  return scene.app.documents(QUOTATION).create({ data: { name: `QTN-${String(created)}` } });
}

async function createMany(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await create();
    // SQLite answers synchronously: without a turn of the loop no request would leave.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function healthOf({ documentId }: Entry): Promise<Webhook['health']> {
  return (await scene.app.service('webhooks').get(documentId)).health;
}

function listen(more: Partial<Parameters<typeof createWebhook>[1]> = {}): Promise<Entry> {
  const { app, receiver } = scene;
  return createWebhook(app, { url: receiver.url, events: ['entry.create'], ...more });
}

function gap(from: number): number {
  const { requests } = scene.receiver;
  return (requests[from + 1]?.at ?? 0) - (requests[from]?.at ?? Infinity);
}

describe('60 documents to a receiver that takes 5 in 2 s', () => {
  // Without a time the hold doubles until one passes: some windows are refused twice.
  test.each([
    ['and says when to come again', true, 45],
    ['and does not say when', false, 75],
  ])('%s: all arrive at about its rate, few are refused', async (_name, retryAfter, most) => {
    const limited = await startLimitedReceiver({ allowed: 5, windowMs: 2_000, retryAfter });
    const webhook = await listen({ url: limited.url, retryDelays: [1_000] });
    const healths: Webhook['health'][] = [];

    await createMany(60);
    await eventually(async () => {
      healths.push(await healthOf(webhook));
      await sleep(100);
      expect(limited.accepted).toHaveLength(60);
    }, 120_000);
    await drain(scene.app);
    await limited.close();

    const lasted = (limited.accepted.at(-1)?.at ?? 0) - (limited.accepted[0]?.at ?? 0);
    // Twelve windows of five take 22 s at least.
    expect(lasted).toBeLessThan(retryAfter ? 45_000 : 60_000);
    expect(new Set(limited.accepted.map(({ id }) => id)).size).toBe(60);
    expect(limited.refused.length).toBeLessThan(most);
    expect(mostOfOne(limited.refused)).toBeLessThanOrEqual(5);
    for (const health of healths) expect(health).toMatchObject({ failures: 0, openUntil: null });
    const deliveries = await deliveriesOf(scene.app, webhook);
    expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set(['delivered']));
  });

  function mostOfOne(refused: { id: string }[]): number {
    const times = new Map<string, number>();
    for (const { id } of refused) times.set(id, (times.get(id) ?? 0) + 1);
    return Math.max(...times.values());
  }
});

test('a 429 puts the webhook on hold, visibly, and uses up no retry', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(BUSY, 200);
  const webhook = await listen({ retryDelays: [] });
  await create();
  const refused = await settled(app, webhook, 'pending');

  await create();
  await drain(app);

  const { failures, openUntil, hold, slowedTo } = await healthOf(webhook);
  expect([failures, openUntil, slowedTo]).toEqual([0, null, 1]);
  expect(hold).toMatchObject({ statusCode: 429 });
  expect(refused.attempts).toMatchObject([{ statusCode: 429, outcome: 'response' }]);
  const waiting = await deliveriesOf(app, webhook);
  const inTime = Date.parse(refused.attempts[0]?.startedAt ?? '') + 2_000;
  expect(waiting.map(({ attemptCount }) => attemptCount)).toEqual([1, 0]);
  for (const { reason, nextAttemptAt } of waiting) {
    expect(reason).toBe(`On hold until ${String(nextAttemptAt)} (429)`);
    // Two clocks, read at different moments.
    expect(Date.parse(nextAttemptAt ?? '')).toBeGreaterThanOrEqual(inTime - 50);
  }

  await receiver.received(3);
  await drain(app);
  expect(gap(0)).toBeGreaterThanOrEqual(1_990);
  const after = await deliveriesOf(app, webhook);
  expect(after.map((it) => [it.status, it.reason])).toEqual(Array(2).fill(['delivered', null]));
  expect(await healthOf(webhook)).toMatchObject({ hold: null });
});

test('the retry schedule does not change', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, { status: 503, headers: { 'retry-after': '1' } }, 500, 200);
  const webhook = await listen({ retryDelays: [0.05, 0.05] });

  await create();
  const delivery = await settled(app, webhook, 'delivered');

  expect(delivery.attempts.map(({ statusCode }) => statusCode)).toEqual([500, 503, 500, 200]);
  expect(gap(1)).toBeGreaterThanOrEqual(990);
});

test('a 503 without Retry-After is a failure like any other', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(503);
  const webhook = await listen({ retryDelays: [] });

  await create();
  await settled(app, webhook, 'failed');

  expect(await healthOf(webhook)).toMatchObject({ failures: 1, hold: null });
});

test('an instance that starts meanwhile obeys, and both send one probe between them', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(BUSY, { delayMs: 600 }, 200);
  const webhook = await listen();
  await create();
  await settled(app, webhook, 'pending');
  for (let i = 0; i < 6; i += 1) await create();
  const second = createSecondRelay(app);
  await second.start();

  await receiver.received(8, 15_000);
  await second.stop();
  await drain(app);

  expect(gap(0)).toBeGreaterThanOrEqual(1_990);
  expect(gap(1)).toBeGreaterThanOrEqual(598);
});

test('after the probe more go with each that succeeds', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(BUSY, { delayMs: 200 });
  const webhook = await listen();
  await create();
  await settled(app, webhook, 'pending');
  await createMany(30);

  await receiver.received(32, 20_000);
  await drain(app);

  const times = receiver.requests.slice(1).map(({ at }) => at);
  const within = (ms: number) => times.filter((at) => at < (times[0] ?? 0) + ms).length;
  expect(within(190)).toBe(1);
  expect(within(390)).toBeLessThanOrEqual(3);
  expect(receiver.mostOpen()).toBeGreaterThan(2);
});

test('what a person redelivers or recovers meanwhile waits as well, and says so', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 500, { status: 429, headers: { 'retry-after': '3' } }, 200);
  const webhook = await listen({ retryDelays: [] });
  for (let i = 0; i < 3; i += 1) await create();
  await eventually(async () => expect((await healthOf(webhook)).hold).not.toBeNull());
  const [first] = (await deliveriesOf(app, webhook)).filter(({ status }) => status === 'failed');

  await app.service('outbox').redeliver(first?.id ?? '');
  await app.service('outbox').recover(webhook.documentId, { since: 0, until: Date.now() + 1_000 });
  await drain(app);

  expect(receiver.requests).toHaveLength(3);
  for (const { status, reason } of await deliveriesOf(app, webhook)) {
    expect(status).toBe('pending');
    expect(reason).toMatch(/^On hold until \d{4}-.*Z \(429\)$/);
  }
  await receiver.received(6);
  expect(gap(2)).toBeGreaterThanOrEqual(2_990);
});

test('other webhooks still send', async () => {
  const { app, receiver } = scene;
  receiver.replyAt('/busy', { status: 429, headers: { 'retry-after': '3600' } });
  receiver.replyAt('/free', 200);
  const busy = await listen({ url: `${receiver.url}/busy` });
  await listen({ url: `${receiver.url}/free` });
  await create();
  await settled(app, busy, 'pending');

  await create();
  await drain(app);

  expect(receiver.requestsAt('/free')).toHaveLength(2);
  expect(receiver.requestsAt('/busy')).toHaveLength(1);
});

test('where retryOn leaves 429 out that delivery fails, and the others wait', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ status: 429, headers: { 'retry-after': '3600' } }, 200);
  const webhook = await listen({ retryOn: ['5xx'] });
  await create();
  await settled(app, webhook, 'failed');

  await create();
  await drain(app);

  const statuses = (await deliveriesOf(app, webhook)).map(({ status }) => status);
  expect(statuses).toEqual(['failed', 'pending']);
  expect(receiver.requests).toHaveLength(1);
});

test('enabling the webhook ends the hold', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ status: 429, headers: { 'retry-after': '3600' } }, 200);
  const webhook = await listen();
  await create();
  await settled(app, webhook, 'pending');

  await updateWebhook(app, webhook, { state: 'enabled' });
  await receiver.received(2);

  expect(await settled(app, webhook, 'delivered')).toMatchObject({ attemptCount: 2 });
  expect(await healthOf(webhook)).toMatchObject({ hold: null, slowedTo: null });
});

test('a receiver that asks for time for days is not paused', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(BUSY);
  const webhook = await listen();
  await create();
  await settled(app, webhook, 'pending');
  const past = Date.now() - 121 * HOUR_MS;
  await app.strapi.db
    .connection(HEALTH_TABLE)
    .where({ webhook_id: webhook.documentId })
    .update({ hold_since: past, hold_until: Date.now(), failures: 1, failing_since: past });

  await receiver.received(2);
  await eventually(async () => expect((await healthOf(webhook)).hold).not.toBeNull());

  const { state, health } = await app.service('webhooks').get(webhook.documentId);
  expect([state, health.failures]).toEqual(['enabled', 1]);
  expect(Math.abs(Date.parse(health.hold?.since ?? '') - past)).toBeLessThan(1_000);
  expect((await deliveryOf(app, webhook)).status).toBe('pending');
});

test('what is claimed and not sent yet waits with the rest', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ status: 429, headers: { 'retry-after': '3600' } });
  const webhook = await listen({ rateLimit: 10, state: 'paused' });
  await createMany(20);

  await updateWebhook(app, webhook, { state: 'enabled' });
  await eventually(async () => expect((await healthOf(webhook)).hold).not.toBeNull());
  const statuses = async () => (await deliveriesOf(app, webhook)).map(({ status }) => status);
  await eventually(async () => expect(await statuses()).not.toContain('sending'));
  const arrived = receiver.requests.length;
  await sleep(500);

  expect(receiver.requests).toHaveLength(arrived);
  expect(arrived).toBeLessThan(10);
});

test('a 502 or 504 halves what is in flight, and successes raise it again', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(502, { delayMs: 50 });
  const webhook = await listen({ concurrency: 8, retryDelays: [1_000] });
  await create();
  await settled(app, webhook, 'pending');
  expect(await healthOf(webhook)).toMatchObject({ failures: 1, slowedTo: 4, hold: null });

  await createMany(60);
  await receiver.received(61, 20_000);
  await drain(app);

  expect(receiver.mostOpen()).toBeLessThanOrEqual(8);
  expect(await healthOf(webhook)).toMatchObject({ failures: 0, slowedTo: null });
});
