import { setTimeout as sleep } from 'node:timers/promises';

import { deliveryOf, drain, makeDue, settled } from '../../support/deliveries';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const scene = useScene();
const quotation = useQuotation(scene);

test('a 500 leaves the delivery pending, with the next time set to the delay and 20 % either way', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ status: 500, body: 'out of order' });
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [100, 200] });
  const before = Date.now();

  await quotation.save();
  const delivery = await settled(app, webhook, 'pending');

  expect(delivery).toMatchObject({
    attemptCount: 1,
    reason: 'The receiver responded with 500',
    settledAt: null,
    lastStatusCode: 500,
  });
  const next = Date.parse(delivery.nextAttemptAt ?? '');
  expect(next - before).toBeGreaterThanOrEqual(80_000);
  expect(next - Date.now()).toBeLessThanOrEqual(120_000);
  expect(delivery.attempts).toMatchObject([
    {
      number: 1,
      trigger: 'automatic',
      outcome: 'response',
      statusCode: 500,
      responseBody: 'out of order',
    },
  ]);
  await sleep(150);
  expect(receiver.requests).toHaveLength(1);
});

test('the jitter differs from delivery to delivery', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500);
  const waits = new Set<number>();
  for (let i = 0; i < 8; i += 1) {
    const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [1_000] });
    await quotation.save();
    const { nextAttemptAt, attempts } = await settled(app, webhook, 'pending');
    const wait = Date.parse(nextAttemptAt ?? '') - Date.parse(attempts[0]?.startedAt ?? '');
    waits.add(Math.round(wait / 10_000));
    await updateWebhook(app, webhook, { state: 'disabled' });
  }

  expect(waits.size).toBeGreaterThan(2);
});

test('without retries the first failure fails the delivery', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(503);
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [] });

  await quotation.save();
  const delivery = await settled(app, webhook, 'failed');

  expect(delivery).toMatchObject({ attemptCount: 1, nextAttemptAt: null });
  expect(delivery.settledAt).not.toBeNull();
  expect(delivery.reason).toBe('The receiver responded with 503');
});

test('500 then 200: delivered on attempt 2', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 200);
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [0.05] });

  await quotation.save();
  const delivery = await settled(app, webhook, 'delivered');

  expect(delivery).toMatchObject({ attemptCount: 2, reason: null });
  expect(delivery.attempts.map(({ number, statusCode }) => [number, statusCode])).toEqual([
    [1, 500],
    [2, 200],
  ]);
});

test('a retry sends the same id and the same bytes, though the mapping was edited in between', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 200);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    retryDelays: [1_000],
    mapping: [{ fieldname: 'customer', key: 'before' }],
  });
  await quotation.save('as captured');
  const { id } = await settled(app, webhook, 'pending');

  await updateWebhook(app, webhook, { mapping: [{ fieldname: 'name', key: 'after' }] });
  await quotation.save('something else');
  await makeDue(app, id);
  await drain(app);

  const attempts = receiver.requests.filter(({ headers }) => headers['webhook-id'] === id);
  expect(attempts).toHaveLength(2);
  expect(attempts.map(({ text }) => text)).toEqual(Array(2).fill('{"before":"as captured"}'));
  expect(attempts[0]?.body.equals(attempts[1]?.body ?? Buffer.alloc(0))).toBe(true);
});

test("a retry goes to the webhook's current URL with its current headers", async () => {
  const { app, receiver } = scene;
  receiver.replyAt('/wrong', 404);
  const webhook = await createWebhook(app, { url: `${receiver.url}/wrong`, retryDelays: [1_000] });
  await quotation.save();
  const { id } = await settled(app, webhook, 'pending');

  await updateWebhook(app, webhook, {
    url: `${receiver.url}/right`,
    headers: [{ key: 'x-key', value: 'new' }],
  });
  await makeDue(app, id);
  await drain(app);

  expect(receiver.requestsAt('/right')).toMatchObject([{ headers: { 'x-key': 'new' } }]);
  expect((await deliveryOf(app, webhook)).status).toBe('delivered');
});

test('the schedule ends: two delays are three attempts', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500);
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [0, 0.01] });

  await quotation.save();
  const delivery = await settled(app, webhook, 'failed');

  expect(delivery.attemptCount).toBe(3);
  expect(receiver.requests).toHaveLength(3);
});

test('every attempt has a timestamp of its own', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 200);
  await createWebhook(app, { url: receiver.url, retryDelays: [1.3] });

  await quotation.save();
  await receiver.received(2);

  const [first, second] = receiver.requests.map(({ headers }) =>
    Number(headers['webhook-timestamp']),
  );
  expect(second).toBeGreaterThan(first ?? Infinity);
});

test.each([200, 201, 202, 204, 299])('%i is a success', async (status) => {
  const { app, receiver } = scene;
  receiver.replyWith({ status, ...(status === 204 ? { body: '' } : {}) });
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [] });

  await quotation.save();

  expect((await settled(app, webhook, 'delivered')).lastStatusCode).toBe(status);
});

test.each([301, 302, 303, 307, 308])('%i is a failure, and never followed', async (status) => {
  const { app, receiver } = scene;
  receiver.replyAt('/from', { status, headers: { location: `${receiver.url}/to` } });
  const webhook = await createWebhook(app, { url: `${receiver.url}/from`, retryDelays: [] });

  await quotation.save();

  const delivery = await settled(app, webhook, 'failed');
  expect(delivery.reason).toContain('Redirects are not followed');
  expect(delivery.attempts).toMatchObject([{ statusCode: status }]);
  expect(receiver.requestsAt('/to')).toEqual([]);
});

const HOUR = 3_600_000;

test.each([
  ['seconds', () => '400', 400_000, 400_000],
  ['a date', () => new Date(Date.now() + HOUR).toUTCString(), HOUR - 2_000, HOUR],
  ['seconds sooner than the delay', () => '1', 80_000, 120_000],
  ['nonsense', () => 'soon', 80_000, 120_000],
  ['a past date', () => new Date(0).toUTCString(), 80_000, 120_000],
  ['a year in seconds', () => String(365 * 86_400), 24 * HOUR, 24 * HOUR],
  [
    'a year as a date',
    () => new Date(Date.now() + 365 * 24 * HOUR).toUTCString(),
    24 * HOUR,
    24 * HOUR,
  ],
])('Retry-After: %s', async (_name, header, atLeast, atMost) => {
  const { app, receiver } = scene;
  receiver.replyWith({ status: 500, headers: { 'retry-after': header() } });
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [100] });
  const before = Date.now();

  await quotation.save();
  const { nextAttemptAt } = await settled(app, webhook, 'pending');

  const next = Date.parse(nextAttemptAt ?? '');
  expect(next - before).toBeGreaterThanOrEqual(atLeast);
  expect(next - Date.now()).toBeLessThanOrEqual(atMost);
});
