import { deliveriesOf, drain } from '../../support/deliveries';
import { startReceiver, type Receiver } from '../../support/receiver';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const scene = useScene({ config: { relay: { concurrency: 10 } } });
const quotation = useQuotation(scene);
let other: Receiver;

beforeAll(async () => {
  other = await startReceiver();
});
beforeEach(() => {
  other.reset();
});
afterAll(() => other.close());

async function update(times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    await quotation.save(String(i));
    // SQLite answers synchronously: without a turn of the loop no request would leave.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test.each([1, 3])('concurrency %i is never exceeded', async (concurrency) => {
  const { app, receiver } = scene;
  receiver.replyWith({ delayMs: 20 });
  const webhook = await createWebhook(app, { url: receiver.url, concurrency, ordering: 'none' });

  await update(20);
  await drain(app);

  expect(receiver.mostOpen()).toBeLessThanOrEqual(concurrency);
  expect(receiver.requests).toHaveLength(20);
  const ids = new Set(receiver.requests.map(({ headers }) => headers['webhook-id']));
  expect(ids.size).toBe(20);
  const statuses = (await deliveriesOf(app, webhook)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set(['delivered']));
});

test('a backlog that is released at once reaches it, and keeps to it', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ delayMs: 30 });
  const webhook = await createWebhook(app, {
    url: receiver.url,
    concurrency: 2,
    state: 'paused',
    ordering: 'none',
  });
  await update(30);

  await updateWebhook(app, webhook, { state: 'enabled' });
  await drain(app);

  expect(receiver.mostOpen()).toBe(2);
  expect(receiver.requests).toHaveLength(30);
});

test('the concurrency of the relay bounds all webhooks together', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ delayMs: 20 });
  for (let i = 0; i < 3; i += 1) {
    await createWebhook(app, { url: receiver.url, concurrency: 16, ordering: 'none' });
  }

  await update(15);
  await drain(app);

  expect(receiver.mostOpen()).toBeLessThanOrEqual(10);
  expect(receiver.requests).toHaveLength(45);
});

test('a webhook that hangs does not delay another', async () => {
  const { app, receiver } = scene;
  receiver.replyWith('hang');
  const hung = await createWebhook(app, {
    url: receiver.url,
    concurrency: 4,
    ordering: 'none',
    timeoutMs: 60_000,
    retryDelays: [],
  });
  await createWebhook(app, { url: other.url, ordering: 'none' });

  await update(20);
  await other.received(20);

  expect(receiver.mostOpen()).toBe(4);
  await updateWebhook(app, hung, { state: 'disabled' });
});
