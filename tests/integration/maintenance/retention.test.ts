import { ATTEMPT_TABLE, DELIVERY_TABLE, SECRET_TABLE } from '../../../server/src/plugin-id';
import { containerOf } from '../../../server/src/container';
import { superAdmin } from '../../support/admin-api';
import { alterDelivery, deliveriesOf, deliveryOf, drain, settled } from '../../support/deliveries';
import { QUOTATION, WEBHOOK, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const scene = useScene({
  config: { retention: { deliveredDays: 2, failedDays: 4.5, skippedDays: 1, payloadDays: 0.5 } },
});
let document: Entry;

beforeEach(async () => {
  const name = `QTN-${String(Math.random())}`;
  document = await scene.app.documents(QUOTATION).create({ data: { name } });
});

async function save(customer = 'Acme'): Promise<void> {
  const { documentId } = document;
  await scene.app.documents(QUOTATION).update({ documentId, data: { customer } });
}

const STATUSES = ['delivered', 'failed', 'cancelled', 'skipped'] as const;

/** A webhook's only delivery, settled. */
async function settledAs(
  status: (typeof STATUSES)[number],
): Promise<{ webhook: Entry; id: string }> {
  const { app, receiver } = scene;
  receiver.replyWith(status === 'delivered' ? 200 : 500);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    retryDelays: status === 'cancelled' ? [1_000] : [],
    ...(status === 'skipped' ? { condition: 'false', recordSkipped: true } : {}),
  });
  await save();
  const { id } = await settled(app, webhook, status === 'cancelled' ? 'pending' : status);
  if (status === 'cancelled') await app.service('outbox').cancel(id);
  return { webhook, id };
}

/** As if it had been settled so long ago. */
async function age(id: string, ms: number): Promise<void> {
  const then = Date.now() - ms;
  await alterDelivery(scene.app, id, { due_at: then, settled_at: then });
}

function pruneNow(): Promise<void> {
  return containerOf(scene.app.strapi).retention.pruneNow();
}

async function attemptsOf(id: string): Promise<number> {
  const rows = (await scene.app.strapi.db
    .connection(ATTEMPT_TABLE)
    .where({ delivery_id: id })) as object[];
  return rows.length;
}

test.each([
  ['delivered', 2],
  ['failed', 4.5],
  ['cancelled', 4.5],
  ['skipped', 1],
] as const)('what is %s goes after %d days, with its attempts', async (status, days) => {
  const { app } = scene;
  const { webhook, id } = await settledAs(status);
  await age(id, days * DAY_MS - HOUR_MS);
  await pruneNow();
  expect((await deliveryOf(app, webhook)).status).toBe(status);
  expect(await attemptsOf(id)).toBe(status === 'skipped' ? 0 : 1);

  await age(id, days * DAY_MS + HOUR_MS);
  await pruneNow();

  expect(await deliveriesOf(app, webhook)).toEqual([]);
  expect(await attemptsOf(id)).toBe(0);
});

test('where secrets cannot be looked at, the log is pruned all the same', async () => {
  const { app } = scene;
  const { webhook, id } = await settledAs('delivered');
  await age(id, 3 * DAY_MS);
  const { connection } = app.strapi.db;
  await connection.schema.renameTable(SECRET_TABLE, 'document_webhooks_elsewhere');

  try {
    await pruneNow();
  } finally {
    await connection.schema.renameTable('document_webhooks_elsewhere', SECRET_TABLE);
  }

  expect(await deliveriesOf(app, webhook)).toEqual([]);
});

test('what settled just now stays whole', async () => {
  const { app } = scene;
  const { webhook } = await settledAs('delivered');

  await pruneNow();

  const delivery = await deliveryOf(app, webhook);
  expect(delivery.request?.body).not.toBeNull();
  expect(delivery.attempts).toMatchObject([{ responseBody: 'ok' }]);
});

test('what is pending is never pruned, however old, nor is its body', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, state: 'paused' });
  await save();
  const { id } = await deliveryOf(app, webhook);
  await alterDelivery(app, id, { due_at: 0, created_at: 0 });

  await pruneNow();
  await updateWebhook(app, webhook, { state: 'enabled' });
  await drain(app);

  expect(receiver.requests.map(({ json }) => json)).toEqual([{ id: document['name'] }]);
});

test('what is left of a deleted webhook is pruned as well', async () => {
  const { app } = scene;
  const { webhook, id } = await settledAs('delivered');
  await app.documents(WEBHOOK).delete({ documentId: webhook.documentId });
  await age(id, 3 * DAY_MS);

  await pruneNow();

  expect(await deliveriesOf(app, webhook)).toEqual([]);
});

test('many are pruned in one go, and the new ones stay', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, ordering: 'none' });
  for (let i = 0; i < 60; i += 1) await save(String(i));
  await drain(app, 20_000);
  const deliveries = await deliveriesOf(app, webhook);
  for (const { id } of deliveries.slice(0, 50)) await age(id, 3 * DAY_MS);

  await pruneNow();

  const left = (await deliveriesOf(app, webhook)).map(({ id }) => id);
  expect(left).toEqual(deliveries.slice(50).map(({ id }) => id));
});

describe('after payloadDays', () => {
  function storedBodies(id: string): Promise<unknown> {
    const rows = scene.app.strapi.db.connection(DELIVERY_TABLE).where({ delivery_id: id });
    return rows.first('snapshot', 'context', 'body');
  }

  test.each(STATUSES)('the bodies of what is %s are gone, and its log stays', async (status) => {
    const { app } = scene;
    const { webhook, id } = await settledAs(status);
    await age(id, 0.5 * DAY_MS + HOUR_MS);

    await pruneNow();

    const delivery = await deliveryOf(app, webhook);
    const attempts = status === 'skipped' ? [] : [{ number: 1, responseBody: null }];
    expect(delivery).toMatchObject({ id, status, attemptCount: attempts.length });
    expect(delivery.attempts).toMatchObject(attempts);
    expect(await storedBodies(id)).toEqual({ snapshot: null, context: null, body: null });
  });

  async function withoutBody(): Promise<{ webhook: Entry; id: string }> {
    const pruned = await settledAs('failed');
    await age(pruned.id, DAY_MS);
    await pruneNow();
    scene.receiver.replyWith(200);
    return pruned;
  }

  test('redelivering the original is refused, and says what can be done', async () => {
    const { app, receiver } = scene;
    const { webhook, id } = await withoutBody();
    const api = await superAdmin(app);

    const answer = await api.call('post', `/document-webhooks/deliveries/${id}/redeliver`, {
      mode: 'original',
    });

    expect(answer.status).toBe(400);
    const { error } = answer.body as { error: { message: string } };
    expect(error.message).toBe('Its body has been pruned. Redeliver it re-rendered');
    expect((await deliveryOf(app, webhook)).status).toBe('failed');
    expect(receiver.requests).toHaveLength(1);
  });

  test('redelivering re-rendered reads the document', async () => {
    const { app, receiver } = scene;
    const { id } = await withoutBody();

    await app.service('outbox').redeliver(id, 'rerendered');
    await receiver.received(2);

    expect(receiver.requests[1]?.json).toEqual({ id: document['name'] });
  });

  test('redelivering re-rendered is refused where the document is gone, too', async () => {
    const { app } = scene;
    const { id } = await withoutBody();
    await app.documents(QUOTATION).delete({ documentId: document.documentId });

    const redelivery = app.service('outbox').redeliver(id, 'rerendered');

    await expect(redelivery).rejects.toThrow('the document no longer exists');
  });

  test('recovering it exhausts it again, and says why', async () => {
    const { app, receiver } = scene;
    const { webhook, id } = await withoutBody();

    await app.service('outbox').recover(webhook.documentId, { since: 0, until: Date.now() + 1 });
    await drain(app);

    const delivery = await deliveryOf(app, webhook);
    expect(delivery).toMatchObject({ id, status: 'failed' });
    expect(delivery.reason).toContain('pruned');
    expect(delivery.attempts.at(-1)).toMatchObject({ outcome: 'render-error' });
    expect(receiver.requests).toHaveLength(1);
  });
});
