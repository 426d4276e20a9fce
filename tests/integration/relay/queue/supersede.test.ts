import { setTimeout as sleep } from 'node:timers/promises';

import type { DeliveryDetail } from '../../../../server/src/contracts/deliveries';
import { deliveriesOf, drain, settled } from '../../../support/deliveries';
import { ARTICLE, QUOTATION, type Entry } from '../../../support/documents';
import { eventually } from '../../../support/eventually';
import { gate } from '../../../support/gate';
import { useScene } from '../../../support/scene';
import { createSecondRelay } from '../../../support/second-relay';
import { createWebhook } from '../../../support/webhooks';

const scene = useScene();
const MAPPING = [{ fieldname: 'customer', key: 'c' }];
let document: Entry;

beforeAll(async () => {
  document = await scene.app.documents(QUOTATION).create({ data: { name: 'QTN-00001' } });
});

async function save(customer: string): Promise<void> {
  const { documentId } = document;
  await scene.app.documents(QUOTATION).update({ documentId, data: { customer } });
}

function listen(more: object = {}): Promise<Entry> {
  const { app, receiver } = scene;
  const retryDelays = [1_000];
  return createWebhook(app, {
    url: receiver.url,
    mapping: MAPPING,
    retryDelays,
    supersede: true,
    ...more,
  });
}

function sent(): string[] {
  return scene.receiver.requests.map(({ json }) => (json as { c: string }).c);
}

function statusesOf(deliveries: DeliveryDetail[]): string[] {
  return deliveries.map(({ status }) => status);
}

test('a fixed version arrives immediately after a 422, and both deliveries name each other', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(422, 200);
  const webhook = await listen();
  await save('wrong');
  await settled(app, webhook, 'pending');

  await save('right');
  await receiver.received(2);
  await drain(app);

  expect(sent()).toEqual(['wrong', 'right']);
  const [older, newer] = await deliveriesOf(app, webhook);
  expect(older).toMatchObject({
    status: 'cancelled',
    reason: `Superseded by ${String(newer?.id)}`,
    supersededBy: newer?.id,
    supersedes: [],
    attemptCount: 1,
    nextAttemptAt: null,
  });
  expect(older?.settledAt).not.toBeNull();
  expect(newer).toMatchObject({ status: 'delivered', supersededBy: null, supersedes: [older?.id] });
});

test('without the option it waits behind', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(422, 200);
  const webhook = await listen({ supersede: false });
  await save('wrong');
  await settled(app, webhook, 'pending');

  await save('right');
  await drain(app);

  expect(sent()).toEqual(['wrong']);
  expect(statusesOf(await deliveriesOf(app, webhook))).toEqual(['pending', 'pending']);
});

test('one that is being sent is not cancelled; when it fails it is replaced by what came meanwhile', async () => {
  const { app, receiver } = scene;
  const { opened, open } = gate();
  receiver.replyWith({ status: 422, until: opened }, 200);
  const webhook = await listen();
  await save('slow');
  await receiver.received(1);
  await save('next');
  await save('last');
  await sleep(200);
  expect(statusesOf(await deliveriesOf(app, webhook))).toEqual(['sending', 'pending', 'pending']);

  open();
  await receiver.received(3);
  await drain(app);

  expect(sent()).toEqual(['slow', 'next', 'last']);
  const [slow, next] = await deliveriesOf(app, webhook);
  expect(slow?.supersededBy).toBe(next?.id);
});

test('each that fails gives way to the one after it', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(422, 422, 422, 200);
  const webhook = await listen();
  for (const customer of ['1', '2', '3', '4']) await save(customer);

  await receiver.received(4);
  await drain(app);

  expect(sent()).toEqual(['1', '2', '3', '4']);
  const deliveries = await deliveriesOf(app, webhook);
  expect(statusesOf(deliveries)).toEqual(['cancelled', 'cancelled', 'cancelled', 'delivered']);
  expect(deliveries.map(({ supersededBy }) => supersededBy)).toEqual([
    ...deliveries.slice(1).map(({ id }) => id),
    null,
  ]);
});

test('what was never tried, and what another document waits for, is left alone', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(422, 200);
  const webhook = await listen();
  const { documentId } = await app.documents(QUOTATION).create({ data: { name: 'Other' } });
  await app.documents(QUOTATION).update({ documentId, data: { customer: 'other' } });
  await settled(app, webhook, 'pending');

  await save('mine');
  await drain(app);

  expect(sent()).toEqual(['other', 'mine']);
  expect(statusesOf(await deliveriesOf(app, webhook))).toEqual(['pending', 'delivered']);
});

test('a draft does not replace a publication; a newer publication does, in its turn', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(422, 200);
  const mapping = [{ fieldname: '$event', key: 'c' }];
  const events = ['entry.update', 'entry.publish'];
  const webhook = await listen({ contentTypes: [ARTICLE], events, mapping });
  const { documentId } = await app.documents(ARTICLE).create({ data: { title: 'First' } });
  await app.documents(ARTICLE).publish({ documentId });
  await settled(app, webhook, 'pending');

  await app.documents(ARTICLE).update({ documentId, data: { title: 'Second' } });
  await drain(app);
  expect(statusesOf(await deliveriesOf(app, webhook))).toEqual(['pending', 'pending']);

  await app.documents(ARTICLE).publish({ documentId });
  await receiver.received(3);
  await drain(app);

  expect(sent()).toEqual(['entry.publish', 'entry.update', 'entry.publish']);
  const deliveries = await deliveriesOf(app, webhook);
  expect(statusesOf(deliveries)).toEqual(['cancelled', 'delivered', 'delivered']);
  expect(deliveries[0]?.supersededBy).toBe(deliveries[2]?.id);
});

test('a delete replaces what waits', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(422, 200);
  const mapping = [{ fieldname: '$event', key: 'c' }];
  const webhook = await listen({ events: ['entry.update', 'entry.delete'], mapping });
  const { documentId } = await app.documents(QUOTATION).create({ data: { name: 'Short-lived' } });
  await app.documents(QUOTATION).update({ documentId, data: { customer: 'wrong' } });
  await settled(app, webhook, 'pending');

  await app.documents(QUOTATION).delete({ documentId });
  await drain(app);

  expect(sent()).toEqual(['entry.update', 'entry.delete']);
});

test('one that waits for more to be merged into it replaces nothing yet', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(422, 200);
  const webhook = await listen({ coalesceSeconds: 2 });
  await save('wrong');
  const { id } = await settled(app, webhook, 'pending');
  await save('merged');
  await save('right');
  await drain(app);
  expect(statusesOf(await deliveriesOf(app, webhook))).toEqual(['pending', 'pending']);

  await receiver.received(2);
  await drain(app);

  expect(sent()).toEqual(['wrong', 'right']);
  const [older, newer] = await deliveriesOf(app, webhook);
  expect([older?.id, older?.supersededBy, newer?.coalesced]).toEqual([id, newer?.id, 1]);
});

test('recover leaves it alone; a person may redeliver it, and it tells of no other then', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(422, 200);
  const webhook = await listen();
  await save('wrong');
  const { id } = await settled(app, webhook, 'pending');
  await save('right');
  await receiver.received(2);
  await drain(app);

  const window = { since: 0, until: Date.now() + 1_000 };
  expect(await app.service('outbox').recover(webhook.documentId, window)).toBe(0);
  await app.service('outbox').redeliver(id);
  await drain(app);

  expect(sent()).toEqual(['wrong', 'right', 'wrong']);
  const [older, newer] = await deliveriesOf(app, webhook);
  expect(older).toMatchObject({ status: 'delivered', supersededBy: null, reason: null });
  expect(newer?.supersedes).toEqual([]);
});

test('two relays and a retry that falls due meanwhile: nothing is lost, and the newest arrives last', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(422, 422, 422, 200);
  const webhook = await listen({ retryDelays: [0.05, 0.05, 0.05, 0.05, 0.05, 0.05] });
  const second = createSecondRelay(app);
  await second.start();

  for (let i = 1; i <= 12; i += 1) {
    await save(String(i));
    await sleep(25);
  }
  await eventually(async () => {
    const statuses = statusesOf(await deliveriesOf(app, webhook));
    expect(statuses.filter((it) => it === 'pending' || it === 'sending')).toEqual([]);
  });
  await second.stop();

  expect(receiver.mostOpen()).toBe(1);
  expect(sent().at(-1)).toBe('12');
  const numbers = sent().map(Number);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  for (const { status, supersededBy } of await deliveriesOf(app, webhook)) {
    expect(status).toBe(supersededBy === null ? 'delivered' : 'cancelled');
  }
});
