import request from 'supertest';

import { drain } from '../../support/deliveries';
import { ARTICLE, QUOTATION } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene({ seed: true });

function api() {
  return request(scene.app.strapi.server.httpServer);
}

async function sent(): Promise<string[]> {
  const { app, receiver } = scene;
  await drain(app);
  const texts = receiver.requests.map(({ text }) => text);
  receiver.requests.length = 0;
  return texts.sort();
}

test('the content API publishes as it writes: an article is two events', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    events: ['entry.create', 'entry.update', 'entry.publish', 'entry.delete'],
    mapping: [
      { fieldname: '$event', key: 'e' },
      { fieldname: 'title', key: 't' },
    ],
  });

  const created = await api()
    .post('/api/articles')
    .send({ data: { title: 'Rest' } });
  expect(created.status).toBe(201);
  expect(await sent()).toEqual([
    '{"e":"entry.create","t":"Rest"}',
    '{"e":"entry.publish","t":"Rest"}',
  ]);

  const { documentId } = (created.body as { data: { documentId: string } }).data;
  await api()
    .put(`/api/articles/${documentId}?status=draft`)
    .send({ data: { title: 'Quiet' } });
  expect(await sent()).toEqual(['{"e":"entry.update","t":"Quiet"}']);

  const deleted = await api().delete(`/api/articles/${documentId}`);
  expect(deleted.status).toBe(204);
  expect(await sent()).toEqual(['{"e":"entry.delete","t":"Rest"}']);
});

test('fields and populate of the query do not narrow what is sent', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    events: ['entry.create'],
    mapping: [{ fieldname: 'customer' }, { fieldname: 'items.sku', key: 'skus' }],
    contentTypes: [QUOTATION],
  });

  const created = await api()
    .post('/api/quotations?fields[0]=name')
    .send({ data: { name: 'QTN-REST', customer: 'Acme', items: [{ sku: 'A' }, { sku: 'B' }] } });

  expect(created.body).not.toHaveProperty('data.customer');
  expect(await sent()).toEqual(['{"customer":"Acme","skus":["A","B"]}']);
});

test('a write that is refused sends nothing', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, events: ['entry.create'] });

  const refused = await api()
    .post('/api/quotations')
    .send({ data: { customer: 'No name' } });

  expect(refused.status).toBe(400);
  expect(await sent()).toEqual([]);
});
