import { setTimeout as sleep } from 'node:timers/promises';

import { countDeliveries, deliveriesOf, deliveryOf, drain } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

let quotation: Entry;
let fails: 'inside' | 'outside' | null = null;

const scene = useScene({
  register(strapi) {
    // Registered before the plugin's, it stands around it.
    strapi.documents.use(async (_context, next) => {
      const result = await next();
      if (fails === 'outside') throw new Error('an outer middleware failed');
      return result;
    });
  },
});

beforeAll(async () => {
  const { app } = scene;
  quotation = await app.documents(QUOTATION).create({ data: { name: 'QTN-00001' } });
  // Registered after the plugin's, it stands inside of it.
  app.strapi.documents.use(async (_context, next) => {
    const result = await next();
    if (fails === 'inside') throw new Error('an inner middleware failed');
    return result;
  });
});
beforeEach(() => {
  fails = null;
});

function update(customer: string) {
  return scene.app
    .documents(QUOTATION)
    .update({ documentId: quotation.documentId, data: { customer } });
}

const MAPPING = [{ fieldname: 'customer' }];

test('the last state wins in a transaction', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, mapping: MAPPING });

  await app.strapi.db.transaction(async () => {
    await update('first');
    await update('second');
    await update('third');
  });
  await drain(app);

  expect(receiver.requests.map(({ text }) => text)).toEqual(['{"customer":"third"}']);
  expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'delivered', coalesced: 2 });
});

test('what differs in document or event is not merged', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    events: ['entry.create', 'entry.update'],
    mapping: [{ fieldname: '$event' }, { fieldname: 'customer' }],
  });

  await app.strapi.db.transaction(async () => {
    await update('changed');
    const { documentId } = await app.documents(QUOTATION).create({ data: { name: 'QTN-00002' } });
    await app.documents(QUOTATION).update({ documentId, data: { customer: 'new' } });
  });
  await drain(app);

  expect(receiver.requests.map(({ text }) => text).sort()).toEqual([
    '{"$event":"entry.create","customer":null}',
    '{"$event":"entry.update","customer":"changed"}',
    '{"$event":"entry.update","customer":"new"}',
  ]);
  const merged = (await deliveriesOf(app, webhook)).map(({ coalesced }) => coalesced);
  expect(merged).toEqual([0, 0, 0]);
});

test('repeats in transactions of their own are deliveries of their own', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, mapping: MAPPING });

  await update('first');
  await update('second');
  await drain(app);

  expect(receiver.requests.map(({ text }) => text).sort()).toEqual([
    '{"customer":"first"}',
    '{"customer":"second"}',
  ]);
});

describe('a transaction that comes to nothing sends nothing and stores nothing', () => {
  const THROWN = new Error('rolled back');

  async function nothingHappened(): Promise<void> {
    const { app, receiver } = scene;
    await sleep(100);
    await drain(app);
    expect(receiver.requests).toEqual([]);
    const found = await app.documents(QUOTATION).findOne({ documentId: quotation.documentId });
    expect(found?.['customer']).not.toBe('never');
  }

  test.each([
    ['enabled', 16],
    ['enabled', 1],
    ['paused', 16],
  ] as const)('rolled back after the write (%s, concurrency %i)', async (state, concurrency) => {
    const { app, receiver } = scene;
    await createWebhook(app, { url: receiver.url, mapping: MAPPING, state, concurrency });
    const before = await countDeliveries(app);

    const transaction = app.strapi.db.transaction(async () => {
      await update('never');
      throw THROWN;
    });

    await expect(transaction).rejects.toBe(THROWN);
    await nothingHappened();
    expect(await countDeliveries(app)).toBe(before);
  });

  test('rolled back from a nested transaction', async () => {
    const { app, receiver } = scene;
    await createWebhook(app, { url: receiver.url, mapping: MAPPING });
    const before = await countDeliveries(app);

    const transaction = app.strapi.db.transaction(async () => {
      await app.strapi.db.transaction(() => update('never'));
      throw THROWN;
    });

    await expect(transaction).rejects.toBe(THROWN);
    await nothingHappened();
    expect(await countDeliveries(app)).toBe(before);
  });

  test('rolled back by the caller through `rollback`', async () => {
    const { app, receiver } = scene;
    await createWebhook(app, { url: receiver.url, mapping: MAPPING });
    const before = await countDeliveries(app);

    await app.strapi.db
      .transaction(async ({ rollback }) => {
        await update('never');
        await (rollback as () => Promise<void>)();
      })
      .catch(() => undefined);

    await nothingHappened();
    expect(await countDeliveries(app)).toBe(before);
  });

  test('a middleware inside of ours fails after the write', async () => {
    const { app, receiver } = scene;
    await createWebhook(app, { url: receiver.url, mapping: MAPPING });
    const before = await countDeliveries(app);
    fails = 'inside';

    await expect(update('never')).rejects.toThrow('an inner middleware failed');

    fails = null;
    await nothingHappened();
    expect(await countDeliveries(app)).toBe(before);
  });

  test('a write that violates a constraint', async () => {
    const { app, receiver } = scene;
    await createWebhook(app, { url: receiver.url, events: ['entry.create'] });
    const before = await countDeliveries(app);

    const twice = app.documents(QUOTATION).create({ data: { name: 'QTN-00001' } });

    await expect(twice).rejects.toThrow('unique');
    await nothingHappened();
    expect(await countDeliveries(app)).toBe(before);
  });
});

test('slots reserved by rolled-back transactions are free again', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, mapping: MAPPING, concurrency: 1 });
  for (let i = 0; i < 5; i += 1) {
    const transaction = app.strapi.db.transaction(async () => {
      await update('never');
      throw new Error('rolled back');
    });
    await expect(transaction).rejects.toThrow('rolled back');
  }

  await update('at last');

  expect((await receiver.received(1)).map(({ text }) => text)).toEqual(['{"customer":"at last"}']);
});

test('nothing leaves before the commit', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, mapping: MAPPING });

  await app.strapi.db.transaction(async () => {
    await update('soon');
    await sleep(150);
    expect(receiver.requests).toEqual([]);
  });

  await receiver.received(1);
});

describe('an exception in a middleware around ours', () => {
  test('leaves what is committed by then, and that is sent', async () => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, { url: receiver.url, mapping: MAPPING });
    fails = 'outside';

    await expect(update('committed')).rejects.toThrow('an outer middleware failed');

    fails = null;
    await drain(app);
    const { documentId } = quotation;
    const found = await app.documents(QUOTATION).findOne({ documentId });
    expect(found?.['customer']).toBe('committed');
    expect(receiver.requests.map(({ text }) => text)).toEqual(['{"customer":"committed"}']);
    expect((await deliveryOf(app, webhook)).status).toBe('delivered');
  });

  test('rolls all back where it ends a transaction, and nothing is sent', async () => {
    const { app, receiver } = scene;
    await createWebhook(app, { url: receiver.url, mapping: MAPPING });
    const before = await countDeliveries(app);
    fails = 'outside';

    const transaction = app.strapi.db.transaction(() => update('never'));

    await expect(transaction).rejects.toThrow('an outer middleware failed');
    fails = null;
    await sleep(100);
    await drain(app);
    expect(receiver.requests).toEqual([]);
    expect(await countDeliveries(app)).toBe(before);
  });
});
