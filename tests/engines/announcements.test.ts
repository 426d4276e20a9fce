import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

import { deliveryOf, settled } from '../support/deliveries';
import { QUOTATION } from '../support/documents';
import { configOf } from '../support/engine';
import { eventually } from '../support/eventually';
import { gate } from '../support/gate';
import { useQuotation } from '../support/quotation';
import { useScene } from '../support/scene';
import { createSecondRelay, type SecondRelay } from '../support/second-relay';
import { createWebhook } from '../support/webhooks';

// Nobody polls here: what is sent within a test was announced.
const NEVER = { pollIntervalMs: 60_000 };
const config = configOf('bullmq');
const { url, prefix } = config['redis'] as { url: string; prefix: string };

const scene = useScene({ config: { ...config, relay: { enabled: false } } });
const quotation = useQuotation(scene);
const relays: SecondRelay[] = [];

afterEach(() => Promise.all(relays.splice(0).map((relay) => relay.stop())));

async function startRelay(settings = {}): Promise<SecondRelay> {
  const relay = createSecondRelay(scene.app, { ...NEVER, ...settings });
  relays.push(relay);
  await relay.start();
  await relay.drain();
  return relay;
}

async function update(times = 1): Promise<void> {
  const { documentId } = quotation;
  for (let i = 0; i < times; i += 1) {
    await scene.app.documents(QUOTATION).update({ documentId, data: { customer: String(i) } });
  }
}

test('an instance whose relay is off has others send at once', async () => {
  await createWebhook(scene.app, { url: scene.receiver.url });
  await startRelay();

  await update();

  await scene.receiver.received(1, 2_000);
});

test('retries are scheduled', async () => {
  const webhook = await createWebhook(scene.app, { url: scene.receiver.url, retryDelays: [0.5] });
  scene.receiver.replyWith(500, 200);
  await startRelay();

  await update();

  expect(await settled(scene.app, webhook, 'delivered')).toMatchObject({ attemptCount: 2 });
});

test('so are deliveries that wait for more to be merged', async () => {
  const webhook = await createWebhook(scene.app, { url: scene.receiver.url, coalesceSeconds: 1 });
  await startRelay();

  await update(3);

  await scene.receiver.received(1, 3_000);
  expect((await deliveryOf(scene.app, webhook)).coalesced).toBe(2);
});

test('what one instance has no room for is shared out', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, ordering: 'none', concurrency: 100 });
  const { opened, open } = gate();
  receiver.replyWith({ until: opened });
  await startRelay({ concurrency: 4 });
  await startRelay({ concurrency: 4 });

  await update(24);
  await receiver.received(8);
  open();
  await receiver.received(24);

  expect(receiver.mostOpen()).toBe(8);
});

test('what is redelivered by hand on an instance whose relay is off is announced too', async () => {
  const webhook = await createWebhook(scene.app, { url: scene.receiver.url });
  await startRelay();
  await update();
  const { id } = await settled(scene.app, webhook, 'delivered');

  await scene.app.service('outbox').redeliver(id);

  await scene.receiver.received(2, 2_000);
});

test('a relay that stops hands over what it gives back', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, ordering: 'none' });
  receiver.replyWith('hang', 200);
  const first = await startRelay({ drainOnStopMs: 100 });
  await update();
  await receiver.received(1);
  await startRelay();

  await first.stop();

  await receiver.received(2, 2_000);
});

test('nothing piles up in Redis', async () => {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue('due', { connection: redis, prefix });
  await createWebhook(scene.app, { url: scene.receiver.url });
  await startRelay();

  await update(50);
  await scene.receiver.received(50, 20_000);

  await eventually(async () => {
    const { completed, failed, active, waiting } = await queue.getJobCounts();
    expect({ completed, failed, active, waiting }).toEqual({
      completed: 0,
      failed: 0,
      active: 0,
      waiting: 0,
    });
  });
  expect((await redis.keys(`${prefix}:*`)).length).toBeLessThan(30);
  await queue.close();
  await redis.quit();
});
