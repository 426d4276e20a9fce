import { DOCUMENT_EVENTS } from '../../../server/src/contracts/webhook-choices';
import { superAdmin, type AdminApi } from '../../support/admin-api';
import { drain } from '../../support/deliveries';
import { ARTICLE, QUOTATION, type Documents } from '../../support/documents';
import { addFrench } from '../../support/locales';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const ARTICLES = `/content-manager/collection-types/${ARTICLE}`;

const scene = useScene();
let admin: AdminApi;
let articles: Documents;

beforeAll(async () => {
  admin = await superAdmin(scene.app);
  articles = scene.app.documents(ARTICLE);
});
beforeEach(async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    events: [...DOCUMENT_EVENTS],
    mapping: [{ fieldname: '$event' }, { fieldname: 'title' }],
  });
});

async function sent(): Promise<string[]> {
  const { app, receiver } = scene;
  await drain(app);
  const bodies = receiver.requests.map(({ json }) => json as { $event: string; title: string });
  receiver.requests.length = 0;
  return bodies.map(({ $event, title }) => `${$event} ${title}`).sort();
}

async function call(path: string, body: object): Promise<void> {
  const { status, text } = await admin.call('post', ARTICLES + path, body);
  if (status >= 300) throw new Error(`${String(status)} ${text}`);
}

async function twoArticles(status: 'draft' | 'published'): Promise<string[]> {
  const titles = ['One', 'Two'];
  const created = await Promise.all(
    titles.map((title) => articles.create({ data: { title }, status })),
  );
  await sent();
  return created.map(({ documentId }) => documentId);
}

test('create, and publish with edits: two actions in one transaction', async () => {
  await call('', { title: 'By hand' });
  expect(await sent()).toEqual(['entry.create By hand']);

  const article = await articles.findFirst({ filters: { title: 'By hand' } });
  await call(`/${String(article?.documentId)}/actions/publish`, { title: 'Edited' });

  expect(await sent()).toEqual(['entry.publish Edited', 'entry.update Edited']);
});

test('a save', async () => {
  const [one] = await twoArticles('draft');

  await admin.call('put', `${ARTICLES}/${String(one)}`, { title: 'Saved' });

  expect(await sent()).toEqual(['entry.update Saved']);
});

test('bulk publish', async () => {
  const documentIds = await twoArticles('draft');

  await call('/actions/bulkPublish', { documentIds });

  expect(await sent()).toEqual(['entry.publish One', 'entry.publish Two']);
});

test('bulk unpublish', async () => {
  const documentIds = await twoArticles('published');

  await call('/actions/bulkUnpublish', { documentIds });

  expect(await sent()).toEqual(['entry.unpublish One', 'entry.unpublish Two']);
});

test('bulk delete', async () => {
  const documentIds = await twoArticles('published');

  await call('/actions/bulkDelete', { documentIds });

  expect(await sent()).toEqual(['entry.delete One', 'entry.delete Two']);
});

test('unpublish, discard and delete of one entry', async () => {
  const [one] = await twoArticles('published');
  await articles.update({ documentId: one, data: { title: 'Edited' } });
  await sent();

  await call(`/${String(one)}/actions/discard`, {});
  expect(await sent()).toEqual(['entry.draft-discard One']);

  await call(`/${String(one)}/actions/unpublish`, {});
  expect(await sent()).toEqual(['entry.unpublish One']);

  await admin.call('delete', `${ARTICLES}/${String(one)}`);
  expect(await sent()).toEqual(['entry.delete One']);
});

test('clone', async () => {
  const [one] = await twoArticles('draft');

  await call(`/clone/${String(one)}`, { title: 'Cloned' });

  expect(await sent()).toEqual(['entry.create Cloned']);
});

test('auto-clone, of a type without unique fields', async () => {
  const { app, receiver } = scene;
  const { name } = app.strapi.contentType(QUOTATION).attributes;
  Object.assign(name as object, { unique: false });
  await createWebhook(app, {
    url: receiver.url,
    events: ['entry.create'],
    mapping: [{ fieldname: '$event' }, { fieldname: 'name', key: 'title' }],
  });
  const { documentId } = await app.documents(QUOTATION).create({ data: { name: 'QTN-1' } });
  await sent();

  const path = `/content-manager/collection-types/${QUOTATION}/auto-clone/${documentId}`;
  const { status } = await admin.call('post', path, {});

  expect(status).toBe(200);
  expect(await sent()).toEqual(['entry.create QTN-1']);
});

test('one locale of an entry: created, changed and deleted', async () => {
  const { app } = scene;
  await addFrench(app);
  const [one] = await twoArticles('draft');
  const french = `${ARTICLES}/${String(one)}?locale=fr`;

  await admin.call('put', french, { title: 'Un' });
  expect(await sent()).toEqual(['entry.create Un']);

  await admin.call('put', french, { title: 'Une' });
  expect(await sent()).toEqual(['entry.update Une']);

  await admin.call('delete', french);
  expect(await sent()).toEqual(['entry.delete Une']);
});
