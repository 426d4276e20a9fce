import { setTimeout as sleep } from 'node:timers/promises';

import type { WebhookInput } from '../../../../server/src/contracts/webhooks';
import { deliveriesOf, deliveryOf, drain, makeDue, settled } from '../../../support/deliveries';
import { ARTICLE, QUOTATION, type Entry } from '../../../support/documents';
import { useScene } from '../../../support/scene';
import { createWebhook, updateWebhook } from '../../../support/webhooks';

const scene = useScene();
/** Longer than any test: what waits is made due by hand. */
const LONG = 600;
const MAPPING = [{ fieldname: 'customer', key: 'c' }];
let created = 0;

function quotation(): Promise<Entry> {
  created += 1;
  return scene.app.documents(QUOTATION).create({ data: { name: `QTN-${String(created)}` } });
}

async function save({ documentId }: Entry, customer: string): Promise<void> {
  await scene.app.documents(QUOTATION).update({ documentId, data: { customer } });
}

function coalescing(input: WebhookInput = {}): Promise<Entry> {
  const { app, receiver } = scene;
  const url = receiver.url;
  return createWebhook(app, { url, mapping: MAPPING, coalesceSeconds: LONG, ...input });
}

async function makeAllDue(webhook: Entry): Promise<void> {
  for (const { id } of await deliveriesOf(scene.app, webhook)) await makeDue(scene.app, id);
  await drain(scene.app);
}

function bodies(): unknown[] {
  return scene.receiver.requests.map(({ json }) => json);
}

test('seven saves are one call, after the wait, with the last state', async () => {
  const { app, receiver } = scene;
  const webhook = await coalescing({ coalesceSeconds: 2 });
  const document = await quotation();
  const began = Date.now();

  for (let i = 1; i <= 7; i += 1) await save(document, String(i));
  expect(receiver.requests).toEqual([]);
  const [call] = await receiver.received(1, 20_000);
  await drain(app);

  expect((call?.at ?? 0) - began).toBeGreaterThanOrEqual(2_000);
  expect(bodies()).toEqual([{ c: '7' }]);
  expect(await deliveryOf(app, webhook)).toMatchObject({
    status: 'delivered',
    coalesced: 6,
    sequence: 1,
    attemptCount: 1,
  });
});

test('a transaction whose last write is kept out leaves what waits as it was', async () => {
  const { app } = scene;
  const webhook = await coalescing({ condition: 'doc.customer != "hidden"' });
  const document = await quotation();
  await save(document, 'first');

  await app.strapi.db.transaction(async () => {
    await save(document, 'second');
    await save(document, 'hidden');
  });
  expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'pending', coalesced: 0 });
  await app.strapi.db.transaction(async () => {
    await save(document, 'hidden');
    await save(document, 'third');
  });

  expect(await deliveryOf(app, webhook)).toMatchObject({ coalesced: 1, sequence: 1 });
  await makeAllDue(webhook);
  expect(bodies()).toEqual([{ c: 'third' }]);
});

test('merging does not put the call off', async () => {
  const { receiver } = scene;
  await coalescing({ coalesceSeconds: 1 });
  const document = await quotation();

  for (let i = 0; receiver.requests.length === 0 && i < 200; i += 1) {
    await save(document, String(i));
    await sleep(50);
  }

  expect(receiver.requests).toHaveLength(1);
});

test('a drain does not send before the wait is over', async () => {
  const { app, receiver } = scene;
  const webhook = await coalescing();
  await save(await quotation(), 'waits');

  await drain(app);

  expect(receiver.requests).toEqual([]);
  expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'pending', coalesced: 0 });
});

test('after the call has left, a save is a delivery of its own', async () => {
  const { app } = scene;
  const webhook = await coalescing();
  const document = await quotation();
  await save(document, 'first');
  await makeAllDue(webhook);

  await save(document, 'second');
  await makeAllDue(webhook);

  expect(bodies()).toEqual([{ c: 'first' }, { c: 'second' }]);
  const deliveries = await deliveriesOf(app, webhook);
  expect(deliveries.map(({ sequence, coalesced }) => [sequence, coalesced])).toEqual([
    [1, 0],
    [2, 0],
  ]);
});

test('a save while the call is in flight is a delivery of its own, and waits', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ delayMs: 300 }, 200);
  const webhook = await coalescing();
  const document = await quotation();
  await save(document, 'first');
  await makeDue(app, (await deliveryOf(app, webhook)).id);
  await receiver.received(1);

  await save(document, 'second');
  await drain(app);

  expect(bodies()).toEqual([{ c: 'first' }]);
  const deliveries = await deliveriesOf(app, webhook);
  expect(deliveries.map(({ status }) => status)).toEqual(['delivered', 'pending']);
});

test('a delivery that is being retried takes no more, and the new one follows it', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 200);
  const webhook = await coalescing({ retryDelays: [1_000] });
  const document = await quotation();
  await save(document, 'frozen');
  await makeDue(app, (await deliveryOf(app, webhook)).id);
  await settled(app, webhook, 'pending');

  await save(document, 'new');
  await makeAllDue(webhook);

  expect(bodies()).toEqual([{ c: 'frozen' }, { c: 'frozen' }, { c: 'new' }]);
  const deliveries = await deliveriesOf(app, webhook);
  expect(deliveries.map(({ coalesced }) => coalesced)).toEqual([0, 0]);
});

test('a cancelled delivery takes no more', async () => {
  const { app } = scene;
  const webhook = await coalescing();
  const document = await quotation();
  await save(document, 'cancelled');
  await app.service('outbox').cancel((await deliveryOf(app, webhook)).id);

  await save(document, 'sent');
  await makeDue(app, (await deliveriesOf(app, webhook))[1]?.id ?? '');
  await drain(app);

  expect(bodies()).toEqual([{ c: 'sent' }]);
});

test('another event in between is not overtaken', async () => {
  const { app } = scene;
  const webhook = await coalescing({
    contentTypes: [ARTICLE],
    events: ['entry.update', 'entry.publish'],
    mapping: [{ fieldname: '$event', key: 'e' }, { fieldname: 'title' }],
  });
  const articles = app.documents(ARTICLE);
  const { documentId } = await articles.create({ data: { title: 'Born' } });
  await articles.update({ documentId, data: { title: 'One' } });
  await articles.update({ documentId, data: { title: 'Two' } });
  await articles.publish({ documentId });
  await articles.update({ documentId, data: { title: 'Three' } });
  await articles.update({ documentId, data: { title: 'Four' } });

  await makeAllDue(webhook);

  expect(bodies()).toEqual([
    { e: 'entry.update', title: 'Two' },
    { e: 'entry.publish', title: 'Two' },
    { e: 'entry.update', title: 'Four' },
  ]);
  const deliveries = await deliveriesOf(app, webhook);
  expect(deliveries.map(({ coalesced }) => coalesced)).toEqual([1, 0, 1]);
});

test('documents are not merged with each other', async () => {
  const webhook = await coalescing();
  const [one, other] = [await quotation(), await quotation()];
  await save(one, 'one');
  await save(other, 'other');
  await save(one, 'one again');

  await makeAllDue(webhook);

  expect(bodies()).toEqual(expect.arrayContaining([{ c: 'one again' }, { c: 'other' }]));
  expect(bodies()).toHaveLength(2);
});

test('a paused webhook merges on, and makes one call when enabled', async () => {
  const { app, receiver } = scene;
  const webhook = await coalescing({ state: 'paused' });
  const document = await quotation();
  await save(document, 'one');
  await makeDue(app, (await deliveryOf(app, webhook)).id);
  for (const customer of ['two', 'three']) await save(document, customer);
  await drain(app);
  expect(receiver.requests).toEqual([]);

  await updateWebhook(app, webhook, { state: 'enabled' });
  await drain(app);

  expect(bodies()).toEqual([{ c: 'three' }]);
  expect(await deliveryOf(app, webhook)).toMatchObject({ coalesced: 2 });
});

describe('inside a transaction', () => {
  test('its saves merge into what waits already', async () => {
    const { app } = scene;
    const webhook = await coalescing();
    const document = await quotation();
    await save(document, 'before');

    await app.strapi.db.transaction(async () => {
      for (const customer of ['one', 'two', 'three']) await save(document, customer);
    });
    await makeAllDue(webhook);

    expect(bodies()).toEqual([{ c: 'three' }]);
    expect(await deliveryOf(app, webhook)).toMatchObject({ coalesced: 3 });
  });

  test('a rollback leaves what was merged before', async () => {
    const { app } = scene;
    const webhook = await coalescing();
    const document = await quotation();
    for (const customer of ['one', 'kept']) await save(document, customer);
    const failing = app.strapi.db.transaction(async () => {
      for (const customer of ['lost', 'lost too']) await save(document, customer);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');

    await makeAllDue(webhook);

    expect(bodies()).toEqual([{ c: 'kept' }]);
    expect(await deliveryOf(app, webhook)).toMatchObject({ coalesced: 1 });
  });

  test('a rollback brings back what an event in between had replaced', async () => {
    const { app } = scene;
    const webhook = await coalescing({
      contentTypes: [ARTICLE],
      mapping: [{ fieldname: 'title' }],
    });
    const events = ['entry.update', 'entry.publish'] as const;
    await updateWebhook(app, webhook, { events: [...events] });
    const articles = app.documents(ARTICLE);
    const { documentId } = await articles.create({ data: { title: 'Born' } });
    await articles.update({ documentId, data: { title: 'Kept' } });
    const failing = app.strapi.db.transaction(async () => {
      await articles.update({ documentId, data: { title: 'One' } });
      await articles.publish({ documentId });
      await articles.update({ documentId, data: { title: 'Two' } });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');

    await makeAllDue(webhook);

    expect(bodies()).toEqual([{ title: 'Kept' }]);
  });

  test('what waited stays as others made it where an event comes in between', async () => {
    const { app } = scene;
    const webhook = await coalescing({
      contentTypes: [ARTICLE],
      events: ['entry.update', 'entry.publish'],
      condition: 'doc.title != "hidden"',
      mapping: [
        { fieldname: '$event', key: 'e' },
        { fieldname: 'title' },
        { fieldname: '$previous.title', key: 'before' },
      ],
    });
    const articles = app.documents(ARTICLE);
    const { documentId } = await articles.create({ data: { title: 'Born' } });
    const retitle = (title: string) => articles.update({ documentId, data: { title } });
    for (const title of ['First', 'Kept']) await retitle(title);

    await app.strapi.db.transaction(async () => {
      await retitle('One');
      await articles.publish({ documentId });
      await retitle('Two');
    });
    await makeAllDue(webhook);

    expect(bodies()).toEqual([
      { e: 'entry.update', title: 'Kept', before: 'Born' },
      { e: 'entry.publish', title: 'One', before: null },
      { e: 'entry.update', title: 'Two', before: 'Kept' },
    ]);
    const deliveries = await deliveriesOf(app, webhook);
    expect(deliveries.map(({ sequence, coalesced }) => [sequence, coalesced])).toEqual([
      [1, 1],
      [2, 0],
      [3, 1],
    ]);
  });

  test('and so it does where the last state is kept out', async () => {
    const { app } = scene;
    const webhook = await coalescing({
      contentTypes: [ARTICLE],
      events: ['entry.update', 'entry.publish'],
      condition: 'doc.title != "hidden"',
      mapping: [{ fieldname: '$event' }, { fieldname: 'title' }],
    });
    const articles = app.documents(ARTICLE);
    const { documentId } = await articles.create({ data: { title: 'Born' } });
    const retitle = (title: string) => articles.update({ documentId, data: { title } });
    await retitle('Kept');

    await app.strapi.db.transaction(async () => {
      await retitle('One');
      await articles.publish({ documentId });
      await retitle('Two');
      await retitle('hidden');
    });
    await makeAllDue(webhook);

    expect(bodies()).toEqual([
      { $event: 'entry.update', title: 'Kept' },
      { $event: 'entry.publish', title: 'One' },
    ]);
  });

  test('what changed before adds up, and what was before them all is told', async () => {
    const { app } = scene;
    const webhook = await coalescing({
      mapping: [
        { fieldname: '$changed', key: 'changed' },
        { fieldname: '$previous.customer', key: 'before' },
      ],
    });
    const { documentId } = await quotation();
    const quotations = app.documents(QUOTATION);
    await quotations.update({ documentId, data: { customer: 'one' } });

    await app.strapi.db.transaction(async () => {
      for (const total of [2, 3]) await quotations.update({ documentId, data: { total } });
    });
    await makeAllDue(webhook);

    expect(bodies()).toEqual([{ changed: ['customer', 'total'], before: null }]);
  });
});

describe('scope webhook', () => {
  test('many documents are one call, which tells of the last', async () => {
    const { app } = scene;
    const webhook = await coalescing({ coalesceScope: 'webhook' });
    const [one, other] = [await quotation(), await quotation()];
    for (const document of [one, other, one, other]) {
      await save(document, String(document['name']));
    }

    await makeAllDue(webhook);

    expect(bodies()).toEqual([{ c: other['name'] }]);
    expect(await deliveryOf(app, webhook)).toMatchObject({
      coalesced: 3,
      documentId: other.documentId,
    });
  });

  test('different events are one call too', async () => {
    const { app, receiver } = scene;
    const webhook = await coalescing({
      coalesceScope: 'webhook',
      payload: 'none',
      contentTypes: [ARTICLE, QUOTATION],
      events: ['entry.create', 'entry.update', 'entry.publish'],
    });
    await save(await quotation(), 'one');
    await app.documents(ARTICLE).create({ data: { title: 'Built' }, status: 'published' });

    await makeAllDue(webhook);

    expect(receiver.requests).toHaveLength(1);
    expect(await deliveryOf(app, webhook)).toMatchObject({ coalesced: 3, status: 'delivered' });
  });

  test('one transaction on many documents is one call without a wait, too', async () => {
    const { app, receiver } = scene;
    await coalescing({ coalesceScope: 'webhook', coalesceSeconds: 0 });
    const documents = [await quotation(), await quotation(), await quotation()];

    await app.strapi.db.transaction(async () => {
      for (const document of documents) await save(document, 'all');
    });
    await receiver.received(1);
    await drain(app);

    expect(receiver.requests).toHaveLength(1);
  });

  test('a call that is retried does not swallow what happens meanwhile', async () => {
    const { app, receiver } = scene;
    receiver.replyWith(500, 200);
    const webhook = await coalescing({ coalesceScope: 'webhook', retryDelays: [1_000] });
    await save(await quotation(), 'first');
    await makeDue(app, (await deliveryOf(app, webhook)).id);
    await settled(app, webhook, 'pending');

    await save(await quotation(), 'second');
    await makeAllDue(webhook);

    expect(receiver.requests).toHaveLength(3);
    expect(bodies()).toContainEqual({ c: 'second' });
  });
});
