import { setTimeout as sleep } from 'node:timers/promises';

import { deliveryOf, drain, makeDue, settled } from '../../../support/deliveries';
import { QUOTATION, WEBHOOK, type Entry } from '../../../support/documents';
import { gate } from '../../../support/gate';
import { useScene } from '../../../support/scene';
import { createWebhook, updateWebhook } from '../../../support/webhooks';

const scene = useScene();
const MAPPING = [{ fieldname: 'customer', key: 'c' }];
let quotation: Entry;

beforeEach(async () => {
  quotation = await scene.app
    .documents(QUOTATION)
    .create({ data: { name: `QTN-${String(Math.random())}` } });
});

function update(customer: string) {
  const { documentId } = quotation;
  return scene.app.documents(QUOTATION).update({ documentId, data: { customer } });
}

async function failed(): Promise<{ webhook: Entry; id: string }> {
  const { app, receiver } = scene;
  receiver.replyWith(500, 200);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: MAPPING,
    retryDelays: [],
  });
  await update('as captured');
  const { id } = await settled(app, webhook, 'failed');
  return { webhook, id };
}

test('original: the same bytes under the same id, though document and mapping have changed', async () => {
  const { app, receiver } = scene;
  const { webhook, id } = await failed();
  await updateWebhook(app, webhook, {
    mapping: [{ fieldname: 'name', key: 'n' }],
    events: ['entry.delete'],
  });
  await update('changed since');

  await app.service('outbox').redeliver(id);
  await drain(app);

  expect(receiver.requests.map(({ text }) => text)).toEqual(Array(2).fill('{"c":"as captured"}'));
  expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
  const delivery = await deliveryOf(app, webhook);
  expect(delivery).toMatchObject({ status: 'delivered', reason: null, attemptCount: 2 });
  expect(delivery.attempts.map(({ trigger }) => trigger)).toEqual(['automatic', 'manual']);
});

test("rerendered: the document of now, through today's mapping", async () => {
  const { app, receiver } = scene;
  const { webhook, id } = await failed();
  await updateWebhook(app, webhook, {
    mapping: [{ fieldname: 'customer', key: 'renamed' }, { fieldname: 'total' }],
    events: ['entry.delete'],
  });
  await update('changed since');

  await app.service('outbox').redeliver(id, 'rerendered');
  await drain(app);

  expect(receiver.requests[1]?.text).toBe('{"renamed":"changed since","total":null}');
  expect(receiver.requests[1]?.headers['webhook-id']).toBe(id);
});

test('rerendered: the document before the write stays as it was captured', async () => {
  const { app, receiver } = scene;
  await update('before');
  receiver.replyWith(500, 200);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: [{ fieldname: 'customer' }, { fieldname: '$previous.customer', key: 'before' }],
    retryDelays: [],
  });
  await update('as captured');
  const { id } = await settled(app, webhook, 'failed');

  await app.service('outbox').redeliver(id, 'rerendered');
  await drain(app);

  const body = '{"customer":"as captured","before":"before"}';
  expect(receiver.requests.map(({ text }) => text)).toEqual([body, body]);
});

test('rerendered: the captured snapshot where the document is gone', async () => {
  const { app, receiver } = scene;
  const { webhook, id } = await failed();
  await updateWebhook(app, webhook, { mapping: [{ fieldname: 'customer', key: 'renamed' }] });
  await app.documents(QUOTATION).delete({ documentId: quotation.documentId });

  await app.service('outbox').redeliver(id, 'rerendered');
  await drain(app);

  expect(receiver.requests[1]?.text).toBe('{"renamed":"as captured"}');
});

test('a redelivery replaces the pending automatic retry, and starts a new schedule', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 500, 500, 200);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: MAPPING,
    retryDelays: [1_000, 1_000],
  });
  await update('as captured');
  const { id } = await settled(app, webhook, 'pending');

  await app.service('outbox').redeliver(id);
  await drain(app);

  expect(receiver.requests).toHaveLength(2);
  const pending = await deliveryOf(app, webhook);
  expect(pending).toMatchObject({ status: 'pending', attemptCount: 2 });
  for (const left of [1, 0]) {
    await makeDue(app, id);
    await drain(app);
    expect((await deliveryOf(app, webhook)).status).toBe(left > 0 ? 'pending' : 'delivered');
  }
  expect(receiver.requests).toHaveLength(4);
});

test('a delivered one can be sent again', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, mapping: MAPPING });
  await update('again');
  const { id } = await settled(app, webhook, 'delivered');

  await app.service('outbox').redeliver(id);
  await drain(app);

  expect(receiver.requests).toHaveLength(2);
  expect((await deliveryOf(app, webhook)).attemptCount).toBe(2);
});

test('what is being sent, or has no webhook that may send, is not redelivered', async () => {
  const { app, receiver } = scene;
  const outbox = app.service('outbox');
  const { opened, open } = gate();
  receiver.replyWith({ until: opened });
  const webhook = await createWebhook(app, { url: receiver.url, mapping: MAPPING });
  await update('in flight');
  const { id } = await deliveryOf(app, webhook);

  await expect(outbox.redeliver(id)).rejects.toThrow('being sent');
  open();
  await drain(app);
  await updateWebhook(app, webhook, { state: 'disabled' });
  await expect(outbox.redeliver(id)).rejects.toThrow('disabled');
  await app.documents(WEBHOOK).delete({ documentId: webhook.documentId });
  await expect(outbox.redeliver(id)).rejects.toThrow('deleted');
  await expect(outbox.redeliver('msg_none')).rejects.toThrow('does not exist');
  expect(receiver.requests).toHaveLength(1);
});

test('cancel: a pending delivery is not sent any more', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 200);
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [1_000] });
  await update('never again');
  const { id } = await settled(app, webhook, 'pending');

  await app.service('outbox').cancel(id);
  await drain(app);
  await sleep(100);

  expect(receiver.requests).toHaveLength(1);
  expect(await deliveryOf(app, webhook)).toMatchObject({
    status: 'cancelled',
    reason: 'Cancelled manually',
    nextAttemptAt: null,
  });
  await expect(app.service('outbox').cancel(id)).rejects.toThrow('The delivery is cancelled');
});

test('a cancelled one can be redelivered', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: MAPPING,
    state: 'paused',
  });
  await update('held');
  const { id } = await deliveryOf(app, webhook);
  await app.service('outbox').cancel(id);
  await updateWebhook(app, webhook, { state: 'enabled' });

  await app.service('outbox').redeliver(id);
  await drain(app);

  expect(receiver.requests.map(({ text }) => text)).toEqual(['{"c":"held"}']);
});
