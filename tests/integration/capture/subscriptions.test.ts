import { setTimeout as sleep } from 'node:timers/promises';

import { containerOf } from '../../../server/src/container';
import { deliveriesOf, deliveryOf, drain, settled } from '../../support/deliveries';
import { AUTHOR, CATEGORY, QUOTATION, WEBHOOK } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const scene = useScene();
let numbered = 0;

function createQuotation() {
  numbered += 1;
  return scene.app.documents(QUOTATION).create({ data: { name: `QTN-${String(numbered)}` } });
}

test('two webhooks, one disabled, one insert: one delivery', async () => {
  const { app, receiver } = scene;
  const on = { events: ['entry.create' as const] };
  const enabled = await createWebhook(app, { ...on, url: `${receiver.url}/enabled` });
  const disabled = await createWebhook(app, {
    ...on,
    url: `${receiver.url}/disabled`,
    state: 'disabled',
  });

  await createQuotation();
  await drain(app);

  expect(receiver.requests.map(({ path }) => path)).toEqual(['/enabled']);
  expect((await deliveryOf(app, enabled)).status).toBe('delivered');
  expect(await deliveriesOf(app, disabled)).toEqual([]);
});

test('several types and several events of one webhook', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [AUTHOR, CATEGORY],
    events: ['entry.create', 'entry.delete'],
    mapping: [{ fieldname: '$event' }, { fieldname: '$uid' }],
  });

  const author = await app.documents(AUTHOR).create({ data: { name: 'Ada' } });
  await app.documents(AUTHOR).update({ documentId: author.documentId, data: { bio: 'Engines' } });
  const category = await app.documents(CATEGORY).create({ data: { name: 'Travel' } });
  await app.documents(CATEGORY).delete({ documentId: category.documentId });
  await createQuotation();
  await drain(app);

  const bodies = receiver.requests.map(({ text }) => text).sort();
  expect(bodies).toEqual([
    `{"$event":"entry.create","$uid":"${AUTHOR}"}`,
    `{"$event":"entry.create","$uid":"${CATEGORY}"}`,
    `{"$event":"entry.delete","$uid":"${CATEGORY}"}`,
  ]);
});

test('a field that only one of the chosen types has is null for the others', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [AUTHOR, CATEGORY],
    events: ['entry.create'],
    mapping: [{ fieldname: 'name' }, { fieldname: 'bio' }, { fieldname: 'slug' }],
  });

  await app.documents(CATEGORY).create({ data: { name: 'Product', slug: 'product' } });
  await drain(app);

  expect(receiver.requests[0]?.text).toBe('{"name":"Product","bio":null,"slug":"product"}');
});

test('a delivery leaves by itself, without a drain', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, events: ['entry.create'] });

  await createQuotation();

  await receiver.received(1);
  expect((await settled(app, webhook, 'delivered')).attemptCount).toBe(1);
});

test('a webhook created, changed, disabled and deleted takes effect at once', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: `${receiver.url}/first`,
    events: ['entry.create'],
  });
  await createQuotation();
  await drain(app);

  await updateWebhook(app, webhook, { url: `${receiver.url}/second` });
  await createQuotation();
  await drain(app);

  await updateWebhook(app, webhook, { state: 'disabled' });
  await createQuotation();
  await drain(app);

  await updateWebhook(app, webhook, { state: 'enabled', url: `${receiver.url}/third` });
  await createQuotation();
  await drain(app);

  await app.documents(WEBHOOK).delete({ documentId: webhook.documentId });
  await createQuotation();
  await drain(app);

  const paths = receiver.requests.map(({ path }) => path);
  expect(paths).toEqual(['/first', '/second', '/third']);
});

test('a webhook created in a transaction is in force once that commits', async () => {
  const { app, receiver } = scene;
  const webhook = await app.strapi.db.transaction(() =>
    createWebhook(app, { url: receiver.url, events: ['entry.create'] }),
  );

  await eventually(() => {
    expect(containerOf(app.strapi).registry.get(webhook.documentId)).toBeDefined();
    return Promise.resolve();
  });
  await createQuotation();
  await drain(app);

  expect(receiver.requests).toHaveLength(1);
});

test('a webhook whose transaction is rolled back never comes into force', async () => {
  const { app, receiver } = scene;
  const rolledBack = app.strapi.db.transaction(async () => {
    await createWebhook(app, { url: receiver.url, events: ['entry.create'] });
    throw new Error('never mind');
  });
  await expect(rolledBack).rejects.toThrow('never mind');

  await sleep(50);
  await createQuotation();
  await drain(app);

  expect(receiver.requests).toEqual([]);
});
