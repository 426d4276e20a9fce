import { setTimeout as sleep } from 'node:timers/promises';

import { deliveriesOf, deliveryOf, drain, makeDue, settled } from '../../support/deliveries';
import { WEBHOOK, type Entry } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { gate, type Gate } from '../../support/gate';
import { useQuotation } from '../../support/quotation';
import type { Reply } from '../../support/reply';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const scene = useScene();
const quotation = useQuotation(scene);

function stored({ documentId }: Entry): Promise<Entry | null> {
  return scene.app.documents(WEBHOOK).findOne({ documentId });
}

test('disabled before a due retry: cancelled and not sent', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500);
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [1_000] });
  await quotation.save();
  const { id } = await settled(app, webhook, 'pending');

  await updateWebhook(app, webhook, { state: 'disabled' });
  await makeDue(app, id);
  await drain(app);
  await sleep(100);

  expect(receiver.requests).toHaveLength(1);
  const delivery = await deliveryOf(app, webhook);
  expect(delivery).toMatchObject({ status: 'cancelled', reason: 'The webhook was disabled' });
  expect(delivery.settledAt).not.toBeNull();
});

test('a pending delivery of a webhook that was disabled behind our back is cancelled', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, state: 'paused' });
  await quotation.save();
  const { documentId } = webhook;
  await app.strapi.db.query(WEBHOOK).update({ where: { documentId }, data: { state: 'disabled' } });
  // The registry learns of it with the next webhook that is written.
  await createWebhook(app, { url: receiver.url, events: ['entry.delete'] });
  await drain(app);

  expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'cancelled' });
  expect(receiver.requests).toEqual([]);
});

test('paused captures and holds; enabling sends', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, state: 'paused' });
  await quotation.save();
  await quotation.save();
  await drain(app);
  await sleep(100);
  expect(receiver.requests).toEqual([]);
  expect((await deliveriesOf(app, webhook)).map(({ status }) => status)).toEqual([
    'pending',
    'pending',
  ]);

  await updateWebhook(app, webhook, { state: 'enabled' });

  await receiver.received(2);
});

test('pausing holds a retry too', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 200);
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [1_000] });
  await quotation.save();
  const { id } = await settled(app, webhook, 'pending');

  await updateWebhook(app, webhook, { state: 'paused' });
  await makeDue(app, id);
  await drain(app);
  expect(receiver.requests).toHaveLength(1);

  await updateWebhook(app, webhook, { state: 'enabled' });
  await drain(app);
  expect(receiver.requests).toHaveLength(2);
});

test.each(['document', 'none'] as const)(
  '410 disables the webhook before anything else is sent: ordering %s',
  async (ordering) => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, {
      url: receiver.url,
      state: 'paused',
      concurrency: 1,
      ordering,
    });
    for (let i = 0; i < 3; i += 1) await quotation.save();
    receiver.replyWith(410, 200);

    await updateWebhook(app, webhook, { state: 'enabled' });
    await eventually(async () => {
      expect(await stored(webhook)).toMatchObject({ state: 'disabled', stateReason: '410 Gone' });
    });
    await drain(app);

    expect(receiver.requests).toHaveLength(1);
    const deliveries = await deliveriesOf(app, webhook);
    expect(deliveries.map(({ status, reason }) => [status, reason])).toEqual([
      ['failed', '410 Gone'],
      ['cancelled', 'The webhook was disabled: 410 Gone'],
      ['cancelled', 'The webhook was disabled: 410 Gone'],
    ]);

    await quotation.save();
    expect(await deliveriesOf(app, webhook)).toHaveLength(3);
  },
);

test('410 in the middle of a quick queue: none of the claimed deliveries follows', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    state: 'paused',
    concurrency: 1,
    ordering: 'none',
  });
  for (let i = 0; i < 60; i += 1) await quotation.save();
  // Long enough for the relay to learn the pace and to claim ahead.
  const delivered = 40;
  receiver.replyWith(...Array<Reply>(delivered).fill({ delayMs: 2 }), 410, 200);

  await updateWebhook(app, webhook, { state: 'enabled' });
  await receiver.received(delivered + 1);
  await drain(app);

  expect(receiver.requests).toHaveLength(delivered + 1);
  expect(await stored(webhook)).toMatchObject({ state: 'disabled', stateReason: '410 Gone' });
});

test('a late 410 of the URL before disables nothing, and cancels nothing', async () => {
  const { app, receiver } = scene;
  const answered = gate();
  receiver.replyAt('/old', { status: 410, until: answered.opened });
  const webhook = await createWebhook(app, { url: `${receiver.url}/old`, concurrency: 1 });
  await quotation.save();
  await receiver.received(1);
  await quotation.save();

  await updateWebhook(app, webhook, { url: `${receiver.url}/new` });
  answered.open();
  await drain(app);

  expect(await stored(webhook)).toMatchObject({ state: 'enabled', stateReason: null });
  const statuses = (await deliveriesOf(app, webhook)).map(({ status }) => status).sort();
  expect(statuses).toEqual(['delivered', 'failed']);
});

test('nor does it where the new URL is not committed yet', async () => {
  const { app, receiver } = scene;
  const answered = gate();
  receiver.replyAt('/old', { status: 410, until: answered.opened });
  const webhook = await createWebhook(app, { url: `${receiver.url}/old` });
  await quotation.save();
  await receiver.received(1);

  await app.strapi.db.transaction(async () => {
    await updateWebhook(app, webhook, { url: `${receiver.url}/new` });
    answered.open();
    await sleep(500);
  });
  await drain(app);

  expect(await stored(webhook)).toMatchObject({ state: 'enabled', stateReason: null });
});

test('enabling a webhook clears the reason', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(410, 200);
  const webhook = await createWebhook(app, { url: receiver.url });
  await quotation.save();
  await eventually(async () => {
    expect(await stored(webhook)).toMatchObject({ state: 'disabled' });
  });

  await updateWebhook(app, webhook, { state: 'enabled' });
  await quotation.save();
  await drain(app);

  expect(await stored(webhook)).toMatchObject({ state: 'enabled', stateReason: null });
  expect(receiver.requests).toHaveLength(2);
});

test('a save that leaves the state as it is leaves its reason', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(410);
  const webhook = await createWebhook(app, { url: receiver.url });
  await quotation.save();
  await eventually(async () => {
    expect(await stored(webhook)).toMatchObject({ state: 'disabled' });
  });

  await updateWebhook(app, webhook, { state: 'disabled', description: 'Gone' });

  expect(await stored(webhook)).toMatchObject({ stateReason: '410 Gone', description: 'Gone' });
});

test('deleting a webhook cancels what is pending and keeps the log, with its name', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(200, 500);
  const webhook = await createWebhook(app, {
    name: 'To be deleted',
    url: receiver.url,
    retryDelays: [1_000],
  });
  await quotation.save();
  await drain(app);
  await quotation.save();
  await drain(app);

  await app.documents(WEBHOOK).delete({ documentId: webhook.documentId });
  await drain(app);

  const deliveries = await deliveriesOf(app, webhook);
  expect(deliveries).toMatchObject([
    { status: 'delivered', webhook: { name: 'To be deleted' } },
    { status: 'cancelled', webhook: { name: 'To be deleted' }, reason: 'The webhook was deleted' },
  ]);
  expect(deliveries.map(({ attempts }) => attempts.length)).toEqual([1, 1]);
  expect(receiver.requests).toHaveLength(2);
});

test('what waits for a slot when its webhook is disabled is cancelled, not sent', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, state: 'paused', concurrency: 1 });
  for (let i = 0; i < 5; i += 1) await quotation.save();
  const { opened, open } = gate();
  receiver.replyWith({ until: opened });

  await updateWebhook(app, webhook, { state: 'enabled' });
  await receiver.received(1);
  await updateWebhook(app, webhook, { state: 'disabled' });
  open();
  await drain(app);

  const statuses = (await deliveriesOf(app, webhook)).map(({ status }) => status);
  expect(statuses.filter((it) => it === 'delivered')).toHaveLength(receiver.requests.length);
  expect(receiver.requests.length).toBe(1);
  expect(new Set(statuses)).toEqual(new Set(['delivered', 'cancelled']));
});

describe('a webhook that is over while a request is in flight', () => {
  let answers: Gate;

  async function inFlight(): Promise<Entry> {
    const { app, receiver } = scene;
    answers = gate();
    receiver.replyWith({ status: 500, until: answers.opened }, 200);
    const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [0, 0] });
    await quotation.save();
    await receiver.received(1);
    return webhook;
  }

  async function cancelledUnretried(webhook: Entry, reason: string): Promise<void> {
    const { app, receiver } = scene;
    answers.open();
    await drain(app);
    await sleep(150);
    await drain(app);
    const delivery = await deliveryOf(app, webhook);
    expect(delivery).toMatchObject({ status: 'cancelled', reason });
    expect(delivery.attempts).toMatchObject([{ statusCode: 500 }]);
    expect(receiver.requests).toHaveLength(1);
  }

  test('gets no retry where it was disabled', async () => {
    const webhook = await inFlight();

    await updateWebhook(scene.app, webhook, { state: 'disabled' });

    await cancelledUnretried(webhook, 'The webhook was disabled');
  });

  test('gets no retry where it was deleted', async () => {
    const webhook = await inFlight();

    await scene.app.documents(WEBHOOK).delete({ documentId: webhook.documentId });

    await cancelledUnretried(webhook, 'The webhook was deleted');
  });

  test('and then answers well, has delivered', async () => {
    const { app, receiver } = scene;
    receiver.replyWith({ delayMs: 400 });
    const webhook = await createWebhook(app, { url: receiver.url });
    await quotation.save();
    await receiver.received(1);

    await updateWebhook(app, webhook, { state: 'disabled' });
    await drain(app);

    expect((await deliveryOf(app, webhook)).status).toBe('delivered');
  });
});
