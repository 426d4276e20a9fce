import { superAdmin, type AdminApi } from '../../support/admin-api';
import { deliveryOf, drain, settled } from '../../support/deliveries';
import { ARTICLE, QUOTATION, type Entry } from '../../support/documents';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const BASE = '/document-webhooks';

const scene = useScene();
const quotation = useQuotation(scene);
let admin: AdminApi;

beforeAll(async () => {
  const { app } = scene;
  admin = await superAdmin(app);
});

async function bodyOf<T>(path: string): Promise<T> {
  return (await admin.call('get', BASE + path)).body as T;
}

interface List {
  data: { id: string; name: string }[];
  meta: { pagination: object };
}

test('a webhook is created, read, changed and deleted', async () => {
  const input = {
    name: 'By hand',
    contentTypes: [QUOTATION],
    events: ['entry.update'],
    url: scene.receiver.url,
    headers: [{ key: 'x-a', value: '1' }],
    mapping: [{ fieldname: 'name', key: 'id' }, { fieldname: 'items' }],
  };

  const created = await admin.call('post', `${BASE}/webhooks`, input);
  expect(created.status).toBe(201);
  const { data: webhook } = created.body as { data: Entry };
  expect(webhook).toMatchObject({
    ...input,
    mapping: [
      { fieldname: 'name', key: 'id' },
      { fieldname: 'items', key: 'items' },
    ],
  });
  const one = `/webhooks/${webhook.documentId}`;
  expect(await bodyOf(one)).toEqual({ data: webhook });

  await quotation.save();
  await drain(scene.app);
  expect(scene.receiver.requests).toHaveLength(1);

  const changed = await admin.call('put', BASE + one, { ...webhook, state: 'paused' });
  expect(changed.body).toMatchObject({ data: { state: 'paused', url: input.url } });

  const deleted = await admin.call('delete', BASE + one);
  expect(deleted.body).toMatchObject({ data: { documentId: webhook.documentId } });
  for (const method of ['get', 'put', 'delete'] as const) {
    const answer = await admin.call(method, BASE + one, method === 'put' ? {} : undefined);
    expect([method, answer.status]).toEqual([method, 404]);
  }
});

test('webhooks are listed by name, searched and paged', async () => {
  const { app, receiver } = scene;
  for (const name of ['Beta', 'Alpha', 'Gamma']) {
    await createWebhook(app, { name, url: `${receiver.url}/${name.toLowerCase()}` });
  }
  await createWebhook(app, {
    name: 'Delta',
    url: receiver.url,
    contentTypes: [ARTICLE],
    mapping: [],
    state: 'paused',
  });
  const names = async (query: string) =>
    (await bodyOf<List>(`/webhooks${query}`)).data.map(({ name }) => name);

  expect(await names('')).toEqual(['Alpha', 'Beta', 'Delta', 'Gamma']);
  expect(await names('?search=ALPH')).toEqual(['Alpha']);
  expect(await names('?search=/gamma')).toEqual(['Gamma']);
  expect(await names('?state=paused')).toEqual(['Delta']);
  expect(await names(`?contentType=${ARTICLE}`)).toEqual(['Delta']);
  expect(await names('?page=2&pageSize=3')).toEqual(['Gamma']);
  expect((await bodyOf<List>('/webhooks?page=2&pageSize=3')).meta).toEqual({
    pagination: { page: 2, pageSize: 3, pageCount: 2, total: 4 },
  });
});

test('deliveries are listed newest first, and filtered', async () => {
  const { app, receiver } = scene;
  receiver.replyAt('/down', 503);
  receiver.replyAt('/up', 500, 200);
  const up = await createWebhook(app, { url: `${receiver.url}/up`, retryDelays: [0.01] });
  const down = await createWebhook(app, { url: `${receiver.url}/down`, retryDelays: [] });
  const before = new Date().toISOString();
  await quotation.save();
  const delivered = await settled(app, up, 'delivered');
  const failed = await settled(app, down, 'failed');
  const ids = async (query: string) =>
    (await bodyOf<List>(`/deliveries?${query}`)).data.map(({ id }) => id);

  const both = [delivered.id, failed.id].sort();
  expect((await ids(`from=${before}`)).sort()).toEqual(both);
  expect(await ids(`webhook=${up.documentId}`)).toEqual([delivered.id]);
  expect(await ids(`from=${before}&status=failed`)).toEqual([failed.id]);
  expect((await ids(`from=${before}&status=failed,delivered`)).sort()).toEqual(both);
  expect(await ids(`from=${before}&statusCode=503`)).toEqual([failed.id]);
  expect(await ids(`from=${before}&statusCode=404`)).toEqual([]);
  // Of the last attempt only.
  expect(await ids(`from=${before}&statusCode=500`)).toEqual([]);
  expect(await ids(`from=${before}&statusCode=200`)).toEqual([delivered.id]);
  expect(await ids(`from=${before}&event=entry.create`)).toEqual([]);
  expect((await ids(`from=${before}&uid=${QUOTATION}`)).sort()).toEqual(both);
  expect((await ids(`from=${before}&documentId=${quotation.documentId}`)).sort()).toEqual(both);
  expect(await ids(`from=${before}&documentId=other`)).toEqual([]);
  expect(await ids(`webhook=${up.documentId}&to=${before}`)).toEqual([]);

  await quotation.save();
  await drain(app);
  const newest = await ids(`webhook=${up.documentId}`);
  expect(newest).toHaveLength(2);
  expect(newest[1]).toBe(delivered.id);
});

test.each([
  ['/webhooks?page=0'],
  ['/webhooks?pageSize=101'],
  ['/webhooks?state=asleep'],
  ['/deliveries?status=lost'],
  ['/deliveries?from=yesterday'],
  ['/deliveries?from=1'],
  ['/deliveries?to=foo%203'],
  ['/deliveries?statusCode=ok'],
])('%s is a bad request', async (path) => {
  expect((await admin.call('get', BASE + path)).status).toBe(400);
});

test('the detail of a delivery shows what was sent and what came back', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ status: 201, body: 'thanks' });
  const webhook = await createWebhook(app, {
    url: `${receiver.url}/hook`,
    headers: [{ key: 'X-A', value: '1' }],
  });
  await quotation.save();
  const { id } = await settled(app, webhook, 'delivered');

  const { data } = await bodyOf<{ data: object }>(`/deliveries/${id}`);

  expect(data).toMatchObject({
    id,
    webhook: { documentId: webhook.documentId, name: webhook['name'] },
    event: 'entry.update',
    uid: QUOTATION,
    documentId: quotation.documentId,
    status: 'delivered',
    request: {
      method: 'POST',
      url: `${receiver.url}/hook`,
      headers: { 'X-A': '1', 'webhook-id': id },
      body: '{"id":"QTN-00001"}',
    },
    attempts: [{ number: 1, outcome: 'response', statusCode: 201, responseBody: 'thanks' }],
  });
  expect((await admin.call('get', `${BASE}/deliveries/msg_none`)).status).toBe(404);
});

test('redeliver and cancel', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 200);
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [1_000] });
  await quotation.save();
  const { id } = await settled(app, webhook, 'pending');

  const cancelled = await admin.call('post', `${BASE}/deliveries/${id}/cancel`);
  expect(cancelled.body).toMatchObject({ data: { id, status: 'cancelled' } });
  expect((await admin.call('post', `${BASE}/deliveries/${id}/cancel`)).status).toBe(400);

  const bad = await admin.call('post', `${BASE}/deliveries/${id}/redeliver`, { mode: 'twice' });
  expect(bad.status).toBe(400);
  const again = await admin.call('post', `${BASE}/deliveries/${id}/redeliver`, {
    mode: 'rerendered',
  });
  expect(again.status).toBe(200);
  await drain(app);
  expect((await deliveryOf(app, webhook)).status).toBe('delivered');
  expect(receiver.requests).toHaveLength(2);
});

test('the content types that can be watched, with their fields and events', async () => {
  interface Type {
    uid: string;
    events: string[];
    localized: boolean;
    fields: { path: string; children?: { path: string }[] }[];
  }
  const { data, meta } = await bodyOf<{
    data: Type[];
    meta: { contextFields: { path: string }[] };
  }>('/content-types');

  const article = data.find(({ uid }) => uid === ARTICLE);
  const paths = article?.fields.map(({ path }) => path);
  expect(article).toMatchObject({ localized: true });
  expect(article?.events).toContain('entry.draft-discard');
  expect(paths).toEqual(expect.arrayContaining(['title', 'author', 'sections', 'cover']));
  expect(paths).not.toEqual(expect.arrayContaining(['internalNotes']));
  expect(paths).not.toContain('accessCode');
  expect(data.find(({ uid }) => uid === QUOTATION)?.events).toEqual([
    'entry.create',
    'entry.update',
    'entry.delete',
  ]);
  expect(data.map(({ uid }) => uid).filter((uid) => /^(admin|plugin::document)/.test(uid))).toEqual(
    [],
  );
  expect(meta.contextFields.map(({ path }) => path)).toContain('$event');
});

test('of two that would have one name at once, one is refused', async () => {
  const body = {
    name: 'At once',
    contentTypes: [QUOTATION],
    events: ['entry.create'],
    url: 'https://example.com',
  };

  const answers = await Promise.all(
    [1, 2, 3].map(() => admin.call('post', `${BASE}/webhooks`, body)),
  );

  expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400]);
});
