import { setTimeout as sleep } from 'node:timers/promises';

import { newDeliveryId } from '../../../../server/src/outbox/delivery';
import { DELIVERY_TABLE } from '../../../../server/src/plugin-id';
import { adminWith, superAdmin, type AdminApi } from '../../../support/admin-api';
import { deliveriesOf, deliveryOf, drain, settled } from '../../../support/deliveries';
import { QUOTATION, type Entry } from '../../../support/documents';
import { useScene } from '../../../support/scene';
import { createWebhook, updateWebhook } from '../../../support/webhooks';

const scene = useScene();
const MAPPING = [{ fieldname: 'customer', key: 'c' }];
let api: AdminApi;
let document: Entry;

beforeAll(async () => {
  api = await superAdmin(scene.app);
  document = await scene.app.documents(QUOTATION).create({ data: { name: 'QTN-00001' } });
});

async function save(customer: string): Promise<void> {
  const { documentId } = document;
  await scene.app.documents(QUOTATION).update({ documentId, data: { customer } });
}

function pathOf({ documentId }: Pick<Entry, 'documentId'>): string {
  return `/document-webhooks/webhooks/${documentId}/recover`;
}

async function recover(webhook: Entry, since = 0, until?: number): Promise<number> {
  const body = {
    since: new Date(since).toISOString(),
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
  };
  const answer = await api.call('post', pathOf(webhook), body);
  expect(answer.status).toBe(200);
  return (answer.body as { data: { requeued: number } }).data.requeued;
}

function sent(): string[] {
  return scene.receiver.requests.map(({ json }) => (json as { c: string }).c);
}

/** A webhook with an failed delivery for each save; its receiver is well again. */
async function failed(...customers: string[]): Promise<Entry> {
  const { app, receiver } = scene;
  receiver.replyWith(...customers.map(() => 500), 200);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: MAPPING,
    retryDelays: [],
  });
  for (const customer of customers) {
    await save(customer);
    // None shares its millisecond with another.
    await sleep(5);
  }
  await drain(app);
  return webhook;
}

test('what was failed is sent again, in its order, with the same ids', async () => {
  const { app, receiver } = scene;
  const webhook = await failed('1', '2', '3');

  expect(await recover(webhook)).toBe(3);
  await drain(app);

  expect(sent()).toEqual(['1', '2', '3', '1', '2', '3']);
  const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
  expect(ids.slice(3)).toEqual(ids.slice(0, 3));
  for (const delivery of await deliveriesOf(app, webhook)) {
    expect(delivery).toMatchObject({ status: 'delivered', attemptCount: 2, reason: null });
    expect(delivery.attempts.map(({ trigger }) => trigger)).toEqual(['automatic', 'manual']);
  }
});

test('a recovered delivery starts a new retry schedule', async () => {
  const { app, receiver } = scene;
  const webhook = await failed('1');
  await updateWebhook(app, webhook, { retryDelays: [1_000] });
  receiver.replyWith(500);

  await recover(webhook);

  expect((await settled(app, webhook, 'pending')).attemptCount).toBeGreaterThanOrEqual(1);
  await drain(app);
  expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'pending', attemptCount: 2 });
});

test('deliveries cancelled with the webhook are requeued, those cancelled by a person are not', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: MAPPING,
    state: 'paused',
  });
  for (const customer of ['by hand', 'with its webhook']) await save(customer);
  const [byHand] = await deliveriesOf(app, webhook);
  await app.service('outbox').cancel(byHand?.id ?? '');
  await updateWebhook(app, webhook, { state: 'disabled' });
  await updateWebhook(app, webhook, { state: 'enabled' });

  expect(await recover(webhook)).toBe(1);
  await drain(app);

  expect(sent()).toEqual(['with its webhook']);
  const deliveries = await deliveriesOf(app, webhook);
  expect(deliveries.map(({ status }) => status)).toEqual(['cancelled', 'delivered']);
});

test('what is delivered, or pending, is left alone', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(200, 500);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: MAPPING,
    retryDelays: [1_000],
  });
  for (const customer of ['delivered', 'pending']) await save(customer);
  await drain(app);

  expect(await recover(webhook)).toBe(0);
  await drain(app);

  expect(sent()).toEqual(['delivered', 'pending']);
});

test('what another webhook never delivered is left alone', async () => {
  const { app, receiver } = scene;
  const other = await failed('of another');
  const webhook = await createWebhook(app, { url: receiver.url });

  expect(await recover(webhook)).toBe(0);

  expect((await deliveryOf(app, other)).status).toBe('failed');
});

test('the window: from since, up to and without until', async () => {
  const { app } = scene;
  const webhook = await failed('before', 'inside', 'after');
  const created = (await deliveriesOf(app, webhook)).map((it) => Date.parse(it.createdAt));
  const [, inside = 0, after = 0] = created;

  expect(await recover(webhook, inside, after)).toBe(1);
  await drain(app);

  expect(sent().slice(3)).toEqual(['inside']);
});

test('more than a batch, each once', async () => {
  const { app, receiver } = scene;
  const webhook = await failed('many');
  const { connection } = app.strapi.db;
  const [model = {}] = (await connection(DELIVERY_TABLE)
    .where({ webhook_id: webhook.documentId })
    .limit(1)) as object[];
  const copies = Array.from({ length: 1_099 }, (_, i) => {
    const copy = { ...model, delivery_id: newDeliveryId(Date.now()), document_id: String(i) };
    Reflect.deleteProperty(copy, 'id');
    return copy;
  });
  await connection.batchInsert(DELIVERY_TABLE, copies, 30);

  expect(await recover(webhook)).toBe(1_100);
  await receiver.received(1_101, 40_000);
  await drain(app);

  const ids = receiver.requests.slice(1).map(({ headers }) => headers['webhook-id']);
  expect(ids).toHaveLength(1_100);
  expect(new Set(ids).size).toBe(1_100);
});

test.each([
  ['since', {}],
  ['since', { since: 'yesterday' }],
  ['since', { since: 5 }],
  ['since', { since: '7' }],
  ['since', { since: 'foo 3' }],
  ['until', { since: '2026-01-01T00:00:00Z', until: 'tomorrow' }],
  ['until', { since: '2026-01-02T00:00:00Z', until: '2026-01-01T00:00:00Z' }],
])('400 names %s: %j', async (name, body) => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url });

  const answer = await api.call('post', pathOf(webhook), body);

  expect(answer.status).toBe(400);
  const { error } = answer.body as { error: { details: { errors: { path: string[] }[] } } };
  expect(error.details.errors.map(({ path }) => path)).toEqual([[name]]);
});

test('a webhook that is not there is 404', async () => {
  const body = { since: new Date(0).toISOString() };

  const answer = await api.call('post', pathOf({ documentId: 'nowhere' }), body);

  expect(answer.status).toBe(404);
});

test('a disabled webhook is refused with what to do, and nothing is requeued', async () => {
  const { app } = scene;
  const webhook = await failed('lost');
  await updateWebhook(app, webhook, { state: 'disabled' });

  const answer = await api.call('post', pathOf(webhook), { since: new Date(0).toISOString() });

  expect(answer.status).toBe(400);
  const { error } = answer.body as { error: { message: string } };
  expect(error.message).toBe('The webhook is disabled. Enable it first');
  expect((await deliveryOf(app, webhook)).status).toBe('failed');
});

test('it takes the permission to redeliver', async () => {
  const { app } = scene;
  const webhook = await failed('lost');
  const action = (name: string) => ({ action: `plugin::document-webhooks.${name}` });
  const body = { since: new Date(0).toISOString() };
  const reader = await adminWith(app, [
    action('webhooks.read'),
    action('webhooks.update'),
    action('deliveries.read'),
  ]);
  const redeliverer = await adminWith(app, [action('deliveries.redeliver')]);

  expect((await reader.call('post', pathOf(webhook), body)).status).toBe(403);
  expect((await deliveryOf(app, webhook)).status).toBe('failed');
  expect((await redeliverer.call('post', pathOf(webhook), body)).status).toBe(200);
});
