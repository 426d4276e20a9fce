import { setTimeout as sleep } from 'node:timers/promises';

import { WEBHOOK_TABLE } from '../../../server/src/plugin-id';
import { deliveriesOf, deliveryOf } from '../../support/deliveries';
import { QUOTATION, WEBHOOK, type Entry } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

/** What the published interface promises, and a second for a slow machine. */
const IN_FORCE_MS = 3_000;

const scene = useScene();
let document: Entry;

beforeAll(async () => {
  document = await scene.app.documents(QUOTATION).create({ data: { name: 'QTN-00001' } });
});

async function save(): Promise<void> {
  const { documentId } = document;
  await scene.app.documents(QUOTATION).update({ documentId, data: { customer: 'Acme' } });
  await sleep(50);
}

/** Has the instance look once at what it wrote itself, so that this does not make it look again. */
async function lookedAt(): Promise<void> {
  await sleep(1_500);
}

/** Writes the row past this instance's registry, as another instance does. */
async function editElsewhere({ documentId }: Entry, columns: object): Promise<void> {
  await lookedAt();
  await scene.app.strapi.db
    .connection(WEBHOOK_TABLE)
    .where({ document_id: documentId })
    .update({ ...columns, updated_at: new Date(Date.now() + 1_000) });
}

test('a new address is in force', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: `${receiver.url}/old` });
  await save();

  await editElsewhere(webhook, { url: `${receiver.url}/new` });

  await eventually(async () => {
    await save();
    expect(receiver.requestsAt('/new')).not.toEqual([]);
  }, IN_FORCE_MS);
});

test('disabling captures no more', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url });
  await save();

  await editElsewhere(webhook, { state: 'disabled' });

  await eventually(async () => {
    const before = (await deliveriesOf(app, webhook)).length;
    await save();
    expect(await deliveriesOf(app, webhook)).toHaveLength(before);
  }, IN_FORCE_MS);
});

test('enabling sends what was held', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, state: 'paused' });
  await save();

  await editElsewhere(webhook, { state: 'enabled' });

  await receiver.received(1, IN_FORCE_MS);
  await eventually(async () => {
    expect((await deliveryOf(app, webhook)).status).toBe('delivered');
  });
});

test('an instance whose clock is behind is noticed as well', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url });
  const webhook = await createWebhook(app, { url: `${receiver.url}/old` });
  await lookedAt();

  await app.strapi.db
    .connection(WEBHOOK_TABLE)
    .where({ document_id: webhook.documentId })
    .update({ url: `${receiver.url}/new`, updated_at: new Date(Date.now() - 300_000) });

  await eventually(async () => {
    await save();
    expect(receiver.requestsAt('/new')).not.toEqual([]);
  }, IN_FORCE_MS);
});

test('a deleted one is gone', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url });
  await lookedAt();
  await app.strapi.db.connection(WEBHOOK_TABLE).where({ document_id: webhook.documentId }).delete();

  await eventually(async () => {
    const before = (await deliveriesOf(app, webhook)).length;
    await save();
    expect(await deliveriesOf(app, webhook)).toHaveLength(before);
  }, IN_FORCE_MS);
});

test.each([
  ['mapping', { mapping: [{ fieldname: 'customer', key: 'c' }] }],
  ['headers', { headers: [{ key: 'x-key', value: 'new' }] }],
])('an edit of nothing but the %s shows in what others look at', async (_name, edit) => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url });
  const { documentId } = webhook;
  const seen = async () => {
    const rows = (await app.strapi.db
      .connection(WEBHOOK_TABLE)
      .where({ document_id: documentId })) as { updated_at: unknown }[];
    return rows.map((row) => new Date(row.updated_at as number).getTime());
  };
  const before = await seen();
  await sleep(5);

  await updateWebhook(app, webhook, edit);

  expect(await seen()).not.toEqual(before);
  expect(await app.documents(WEBHOOK).findMany()).toHaveLength(1);
});
