import { setTimeout as sleep } from 'node:timers/promises';

import { deliveriesOf, deliveryOf, drain, settled } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const scene = useScene();
let document: Entry;

beforeAll(async () => {
  document = await scene.app.documents(QUOTATION).create({ data: { name: 'QTN-00001' } });
});

async function save(customer = 'Acme'): Promise<void> {
  const { documentId } = document;
  await scene.app.documents(QUOTATION).update({ documentId, data: { customer } });
}

test('enabling a disabled webhook does not resend by itself', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 200);
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [1_000] });
  await save('retrying');
  await settled(app, webhook, 'pending');
  await save('waiting behind it');
  await updateWebhook(app, webhook, { state: 'disabled' });
  await save('not captured');

  await updateWebhook(app, webhook, { state: 'enabled' });
  await drain(app);
  await sleep(200);

  expect(receiver.requests).toHaveLength(1);
  const deliveries = await deliveriesOf(app, webhook);
  expect(deliveries.map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
});

test('what is saved after enabling is sent, whatever was cancelled before', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, state: 'paused' });
  await save();
  await updateWebhook(app, webhook, { state: 'disabled' });
  await updateWebhook(app, webhook, { state: 'enabled' });

  await save();
  await drain(app);

  const deliveries = await deliveriesOf(app, webhook);
  expect(deliveries.map(({ status }) => status)).toEqual(['cancelled', 'delivered']);
});

test('a manual redelivery replaces the automatic retry: never both', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 200);
  // 1.6 to 2.4 s, with its jitter.
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [2] });
  await save();
  const { id } = await settled(app, webhook, 'pending');

  await app.service('outbox').redeliver(id);
  await receiver.received(2);
  await drain(app);
  await sleep(2_800);

  expect(receiver.requests).toHaveLength(2);
  const delivery = await deliveryOf(app, webhook);
  expect(delivery.attempts.map(({ trigger }) => trigger)).toEqual(['automatic', 'manual']);
  expect(delivery).toMatchObject({ status: 'delivered', nextAttemptAt: null });
});

test('a redelivery to a paused webhook waits until it is enabled', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url });
  await save();
  const { id } = await settled(app, webhook, 'delivered');
  await updateWebhook(app, webhook, { state: 'paused' });

  await app.service('outbox').redeliver(id);
  await drain(app);
  expect(receiver.requests).toHaveLength(1);

  await updateWebhook(app, webhook, { state: 'enabled' });
  await receiver.received(2);
});
