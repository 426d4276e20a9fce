import type { CustomEvent } from '../../../server/src/contracts/events';
import { superAdmin } from '../../support/admin-api';
import { countDeliveries, deliveriesOf, deliveryOf, drain } from '../../support/deliveries';
import { AUTHOR, CATEGORY, QUOTATION } from '../../support/documents';
import { gate } from '../../support/gate';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const scene = useScene({ config: { events: ['stock.low'] } });

const PAID = 'order.paid';

function emit(event: Partial<CustomEvent>): Promise<void> {
  return scene.app.service('events').emit({ type: PAID, data: {}, ...event });
}

function bodies(): string[] {
  return scene.receiver.requests.map(({ text }) => text);
}

test('a mapping reads paths of the data, and of what the event is about', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    events: [PAID],
    mapping: [
      { fieldname: 'total' },
      { fieldname: 'lines.sku', key: 'skus' },
      { fieldname: 'nowhere' },
      ...['$event', '$uid', '$model', '$locale', '$status', '$sequence'].map((fieldname) => ({
        fieldname,
      })),
    ],
  });

  await emit({
    uid: QUOTATION,
    documentId: 'abc',
    locale: 'en',
    data: { total: 12.5, lines: [{ sku: 'A' }, { sku: 'B' }], secret: 'stays' },
  });
  await drain(app);

  expect(receiver.requests[0]?.json).toEqual({
    total: 12.5,
    skus: ['A', 'B'],
    nowhere: null,
    $event: PAID,
    $uid: QUOTATION,
    $model: 'quotation',
    $locale: 'en',
    $status: null,
    $sequence: 1,
  });
  expect(await deliveryOf(app, webhook)).toMatchObject({
    event: PAID,
    uid: QUOTATION,
    documentId: 'abc',
    locale: 'en',
    status: 'delivered',
    sequence: 1,
  });
});

test('the payload document sends the data as the entry, with the header of built-in webhooks', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    events: [PAID],
    payload: 'document',
  });

  await emit({ data: { total: 1, at: new Date(0), gone: undefined } });
  await drain(app);

  const [request] = receiver.requests;
  expect(request?.headers['x-strapi-event']).toBe(PAID);
  expect(request?.json).toEqual({
    event: PAID,
    createdAt: expect.any(String) as string,
    model: null,
    uid: null,
    entry: { total: 1, at: '1970-01-01T00:00:00.000Z' },
  });
  expect(await deliveryOf(app, webhook)).toMatchObject({
    uid: null,
    documentId: null,
    sequence: null,
    status: 'delivered',
  });
});

test('with a type it goes to those that watch it and name the event, without one to all that name it', async () => {
  const { app, receiver } = scene;
  const to = (path: string) => ({ url: receiver.url + path, mapping: [] });
  await createWebhook(app, { ...to('/quotations'), events: [PAID] });
  await createWebhook(app, { ...to('/authors'), events: [PAID], contentTypes: [AUTHOR] });
  await createWebhook(app, { ...to('/others'), events: ['order.refunded', 'entry.update'] });
  await createWebhook(app, { ...to('/disabled'), events: [PAID], state: 'disabled' });

  await emit({ uid: QUOTATION });
  await drain(app);
  expect(receiver.requests.map(({ path }) => path)).toEqual(['/quotations']);

  receiver.reset();
  await emit({});
  await drain(app);
  expect(receiver.requests.map(({ path }) => path).sort()).toEqual(['/authors', '/quotations']);

  receiver.reset();
  await emit({ uid: CATEGORY });
  await drain(app);
  expect(receiver.requests).toEqual([]);
});

describe('transactions', () => {
  beforeEach(async () => {
    const { app, receiver } = scene;
    await createWebhook(app, { url: receiver.url, events: [PAID], mapping: [{ fieldname: 'n' }] });
  });

  test("what is emitted in a caller's transaction that is rolled back is not sent", async () => {
    const { app, receiver } = scene;
    const before = await countDeliveries(app);
    const paying = app.strapi.db.transaction(async () => {
      await emit({ data: { n: 1 } });
      throw new Error('card declined');
    });

    await expect(paying).rejects.toThrow('card declined');
    await drain(app);

    expect(receiver.requests).toEqual([]);
    expect(await countDeliveries(app)).toBe(before);
  });

  test('what comes too late for that keeps no place, nor anybody from being sent', async () => {
    const { app, receiver } = scene;
    await createWebhook(app, {
      url: receiver.url,
      events: [PAID],
      mapping: [{ fieldname: 'n' }],
      condition: 'doc.n = 2',
      concurrency: 1,
    });
    let late: Promise<void> | undefined;
    await app.strapi.db.transaction(() => {
      late = emit({ data: { n: 2 } });
    });
    await expect(late).rejects.toThrow();

    await emit({ data: { n: 2 } });
    await receiver.received(2);
  });

  test('it is sent when that commits, and not before', async () => {
    const { app } = scene;

    await app.strapi.db.transaction(async () => {
      await emit({ data: { n: 1 } });
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(bodies()).toEqual([]);
    });
    await drain(app);

    expect(bodies()).toEqual(['{"n":1}']);
  });

  test('two of one transaction are two deliveries, also about one document', async () => {
    const { app } = scene;

    await app.strapi.db.transaction(async () => {
      await emit({ data: { n: 1 } });
      await emit({ data: { n: 2 } });
      await emit({ uid: QUOTATION, documentId: 'abc', data: { n: 3 } });
      await emit({ uid: QUOTATION, documentId: 'abc', data: { n: 4 } });
    });
    await drain(app);

    expect(bodies().sort()).toEqual(['{"n":1}', '{"n":2}', '{"n":3}', '{"n":4}']);
  });
});

test("events about one document leave in order with the document's own", async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    events: [PAID, 'entry.create', 'entry.update'],
    mapping: [{ fieldname: '$event' }, { fieldname: '$sequence' }],
  });
  receiver.replyWith({ status: 200, delayMs: 50 });

  const { documentId } = await app.documents(QUOTATION).create({ data: { name: 'QTN-1' } });
  await emit({ uid: QUOTATION, documentId });
  await app.documents(QUOTATION).update({ documentId, data: { name: 'QTN-2' } });
  await drain(app);

  expect(receiver.mostOpen()).toBe(1);
  expect(receiver.requests.map(({ json }) => json)).toEqual([
    { $event: 'entry.create', $sequence: 1 },
    { $event: PAID, $sequence: 2 },
    { $event: 'entry.update', $sequence: 3 },
  ]);
});

test('events about no document do not wait for each other', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, events: [PAID], mapping: [] });
  const { opened, open } = gate();
  receiver.replyWith({ until: opened });

  await Promise.all([emit({}), emit({}), emit({})]);
  await receiver.received(3);
  open();
  await drain(app);

  expect(receiver.mostOpen()).toBe(3);
});

describe('a webhook that collects', () => {
  test('merges what is about one document, and keeps the rest apart', async () => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, {
      url: receiver.url,
      events: [PAID],
      mapping: [{ fieldname: 'n' }],
      coalesceSeconds: 1,
    });

    await emit({ documentId: 'abc', data: { n: 1 } });
    await emit({ documentId: 'abc', data: { n: 2 } });
    await emit({ data: { n: 3 } });
    await emit({ data: { n: 4 } });
    await receiver.received(3);
    await drain(app);

    expect(bodies().sort()).toEqual(['{"n":2}', '{"n":3}', '{"n":4}']);
    expect((await deliveriesOf(app, webhook)).map(({ coalesced }) => coalesced).sort()).toEqual([
      0, 0, 1,
    ]);
  });

  test('over the whole webhook: all come to one call, with the last', async () => {
    const { app, receiver } = scene;
    await createWebhook(app, {
      url: receiver.url,
      events: [PAID],
      mapping: [{ fieldname: 'n' }],
      coalesceSeconds: 1,
      coalesceScope: 'webhook',
    });

    await emit({ documentId: 'abc', data: { n: 1 } });
    await emit({ data: { n: 2 } });
    await receiver.received(1);
    await drain(app);

    expect(bodies()).toEqual(['{"n":2}']);
  });
});

test('a failed one is retried, and redelivered with the data it was given', async () => {
  const { app, receiver } = scene;
  const { documentId } = await app.documents(QUOTATION).create({ data: { name: 'stored' } });
  const webhook = await createWebhook(app, { url: receiver.url, events: [PAID], retryDelays: [0] });
  receiver.replyWith(500, 200);

  await emit({ uid: QUOTATION, documentId, data: { name: 'emitted', total: 5 } });
  await drain(app);
  const { id, attemptCount } = await deliveryOf(app, webhook);
  expect(attemptCount).toBe(2);
  await updateWebhook(app, webhook, { mapping: [{ fieldname: 'name' }, { fieldname: 'total' }] });
  await app.service('outbox').redeliver(id, 'rerendered');
  await drain(app);

  expect(bodies()).toEqual([
    '{"id":"emitted"}',
    '{"id":"emitted"}',
    '{"name":"emitted","total":5}',
  ]);
});

describe('what cannot be emitted says so', () => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;

  test.each<[string, object, string]>([
    ['a name of a document event', { type: 'entry.update' }, 'type'],
    ['any name that begins so', { type: 'Entry.manual' }, 'type'],
    ['a name with a space', { type: 'order paid' }, 'type'],
    ['no name', { type: undefined }, 'type'],
    ['a content type that there is not', { uid: 'api::gone.gone' }, 'uid'],
    ['a content type that is not watched', { uid: 'admin::user' }, 'uid'],
    ['a document id that is no text', { documentId: 7 }, 'documentId'],
    ['a circular structure', { data: circular }, 'data'],
    ['a BigInt', { data: { n: 1n } }, 'data'],
    ['a function', { data: () => 1 }, 'data'],
    ['nothing', { data: undefined }, 'data'],
    ['a misspelt attribute', { document: 'abc' }, ''],
  ])('%s', async (_what, event, path) => {
    await expect(emit(event)).rejects.toMatchObject({
      name: 'ValidationError',
      details: { errors: [{ path: path === '' ? [] : [path] }] },
    });
  });
});

test('without data, says that they are required', async () => {
  const emitting = scene.app.service('events').emit({ type: PAID } as CustomEvent);

  await expect(emitting).rejects.toMatchObject({
    details: {
      errors: [{ path: ['data'], message: expect.stringContaining('data is missing') as string }],
    },
  });
});

describe('a webhook that names a custom event', () => {
  test('may map paths that no type has, which are null for the types own events', async () => {
    const { app, receiver } = scene;
    const { documentId } = await app.documents(QUOTATION).create({ data: { name: 'QTN-9' } });
    await createWebhook(app, {
      url: receiver.url,
      events: ['entry.update', PAID],
      mapping: [{ fieldname: 'name' }, { fieldname: 'payment.id' }],
    });

    await app.documents(QUOTATION).update({ documentId, data: { customer: 'Acme' } });
    await emit({ data: { payment: { id: 7 } } });
    await drain(app);

    expect(bodies().sort()).toEqual([
      '{"name":"QTN-9","payment":{"id":null}}',
      '{"name":null,"payment":{"id":7}}',
    ]);
  });

  test.each([
    [['entry.update'], 'payment.id', ['mapping', '0', 'fieldname']],
    [[PAID], 'createdBy.email', ['mapping', '0', 'fieldname']],
    [['entry.unknown'], 'name', ['events', '0']],
    [['order paid'], 'name', ['events', '0']],
  ])('%j with the path %s is refused', async (events, fieldname, path) => {
    const { app, receiver } = scene;
    const creating = createWebhook(app, { url: receiver.url, events, mapping: [{ fieldname }] });

    await expect(creating).rejects.toMatchObject({
      name: 'ValidationError',
      details: { errors: [{ path }] },
    });
  });
});

test('the admin API offers the names that the configuration declares or a webhook uses', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    events: ['entry.update', PAID],
    state: 'disabled',
  });
  const admin = await superAdmin(app);

  const answer = await admin.call('get', '/document-webhooks/content-types');

  const { meta } = answer.body as { meta: { customEvents: string[] } };
  expect(meta.customEvents).toEqual([PAID, 'stock.low']);
});
