import { monitorEventLoopDelay } from 'node:perf_hooks';

import { deliveriesOf, drain } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { startReceiver, type Receiver } from '../../support/receiver';
import { useScene } from '../../support/scene';
import { createSecondRelay } from '../../support/second-relay';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const COUNT = 30;
/**
 * How late a request may be on a slow machine, and the next still in time: they come closer by so much.
 * More where the process itself stood still for longer.
 */
const JITTER_MS = 800;
/** The same for the middle one of them, and for all in a row. */
const USUAL_JITTER_MS = 250;

const loop = monitorEventLoopDelay({ resolution: 10 });
const scene = useScene();
let other: Receiver;
let quotations: Entry[];

beforeAll(async () => {
  other = await startReceiver();
  quotations = [];
  for (let i = 0; i < COUNT; i += 1) {
    const data = { name: `QTN-${String(i)}` };
    quotations.push(await scene.app.documents(QUOTATION).create({ data }));
  }
});
beforeEach(() => {
  other.reset();
  loop.reset();
  loop.enable();
});
afterEach(() => loop.disable());
afterAll(() => other.close());

/** One save of each document. */
async function saveAll(): Promise<void> {
  for (const { documentId } of quotations) {
    await scene.app.documents(QUOTATION).update({ documentId, data: { customer: 'Acme' } });
    // SQLite answers synchronously: without a turn of the loop no request would leave.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Milliseconds by which requests may have come closer. */
function jitter(usual: number): number {
  return Math.max(usual, loop.max / 1e6 + 100);
}

/** Looks at how long it took each time until one request more than allowed had arrived. */
function expectRate(times: number[], rateLimit: number): void {
  const spans = times.slice(rateLimit).map((at, i) => at - (times[i] ?? 0));
  spans.sort((a, b) => a - b);
  expect(spans[0]).toBeGreaterThanOrEqual(1_000 - jitter(JITTER_MS));
  expect(spans[Math.floor(spans.length / 2)]).toBeGreaterThanOrEqual(
    1_000 - jitter(USUAL_JITTER_MS),
  );
}

test('two relays together keep to it, come up to it, and no attempt is charged', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, rateLimit: 10, state: 'paused' });
  await saveAll();
  const second = createSecondRelay(app);
  await second.start();

  await updateWebhook(app, webhook, { state: 'enabled' });
  await receiver.received(COUNT, 20_000);
  await drain(app);
  await second.stop();

  const times = receiver.requests.map(({ at }) => at);
  expectRate(times, 10);
  const lasted = (times.at(-1) ?? 0) - (times[0] ?? 0);
  expect(lasted).toBeGreaterThanOrEqual(2_900 - jitter(USUAL_JITTER_MS));
  expect(lasted).toBeLessThan(2 * 2_900);
  const deliveries = await deliveriesOf(app, webhook);
  for (const { status, attemptCount, attempts } of deliveries) {
    expect([status, attemptCount, attempts.length]).toEqual(['delivered', 1, 1]);
  }
  expect(receiver.requests).toHaveLength(COUNT);
});

test('deliveries that are born keep to it as well', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, rateLimit: 10 });

  await saveAll();
  await receiver.received(20, 20_000);

  const times = receiver.requests.map(({ at }) => at);
  expectRate(times, 10);
});

test('retries keep to it as well', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500);
  await createWebhook(app, {
    url: receiver.url,
    rateLimit: 5,
    ordering: 'none',
    retryDelays: Array<number>(20).fill(0),
  });
  const [{ documentId } = { documentId: '' }] = quotations;

  await app.documents(QUOTATION).update({ documentId, data: { customer: 'Acme' } });
  // Fewer than open the breaker.
  await receiver.received(9, 20_000);

  const times = receiver.requests.map(({ at }) => at);
  expectRate(times, 5);
});

test('one with a limit slows down none without', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, rateLimit: 1 });
  await createWebhook(app, { url: other.url });

  await saveAll();
  await other.received(COUNT, 20_000);

  // One a second: what has arrived tells the time that has gone by.
  expect(receiver.requests.length).toBeLessThan(COUNT / 3);
});

test('a database whose clock was set back holds nothing up', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, rateLimit: 5 });
  const inAnHour = Date.now() + 3_600_000;
  await app.strapi.db.connection('document_webhooks_health').insert({
    webhook_id: webhook.documentId,
    failures: 0,
    rate_next_at: inAnHour,
  });
  const { documentId } = quotations[0] as Entry;
  await app.documents(QUOTATION).update({ documentId, data: { customer: 'Acme' } });
  await drain(app, 10_000);
  expect(receiver.requests).toHaveLength(1);
});
