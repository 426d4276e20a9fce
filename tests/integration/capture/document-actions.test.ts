import { DOCUMENT_EVENTS } from '../../../server/src/contracts/webhook-choices';
import { deliveriesOf, drain } from '../../support/deliveries';
import { ARTICLE, QUOTATION, type Documents, type Entry } from '../../support/documents';
import { addFrench } from '../../support/locales';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene();
let articles: Documents;
let webhook: Entry;

beforeAll(async () => {
  await addFrench(scene.app);
});
beforeEach(async () => {
  const { app, receiver } = scene;
  articles = app.documents(ARTICLE);
  webhook = await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    events: [...DOCUMENT_EVENTS],
    mapping: ['$event', '$locale', '$status', 'title', 'documentId'].map((it) => ({
      fieldname: it,
    })),
  });
});

interface Sent {
  $event: string;
  $locale: string | null;
  $status: string | null;
  title: string;
  documentId: string;
}

/** What arrived since the last call, as `event locale status title`, sorted. */
async function sent(): Promise<string[]> {
  const { app, receiver } = scene;
  await drain(app);
  const bodies = receiver.requests.map(({ json }) => json as Sent);
  receiver.requests.length = 0;
  return bodies
    .map(({ $event, $locale, $status, title }) => [$event, $locale, $status, title].join(' '))
    .sort();
}

/** A draft in English, and its events out of the way. */
async function draft(data: object = { title: 'Draft' }): Promise<string> {
  const { documentId } = await articles.create({ data, locale: 'en' });
  await sent();
  return documentId;
}

async function publishedInTwoLocales(): Promise<string> {
  const documentId = await draft({ title: 'Hello' });
  await articles.update({ documentId, locale: 'fr', data: { title: 'Bonjour' } });
  await articles.publish({ documentId, locale: '*' });
  await sent();
  return documentId;
}

test('create', async () => {
  await articles.create({ data: { title: 'New' } });

  expect(await sent()).toEqual(['entry.create en draft New']);
});

test("create with status 'published' is two events", async () => {
  await articles.create({ data: { title: 'New' }, status: 'published' });

  expect(await sent()).toEqual(['entry.create en draft New', 'entry.publish en published New']);
});

test('update', async () => {
  const documentId = await draft();

  await articles.update({ documentId, data: { title: 'Changed' } });

  expect(await sent()).toEqual(['entry.update en draft Changed']);
});

test("update with status 'published' is two events", async () => {
  const documentId = await draft();

  await articles.update({ documentId, data: { title: 'Changed' }, status: 'published' });

  expect(await sent()).toEqual([
    'entry.publish en published Changed',
    'entry.update en draft Changed',
  ]);
});

test('update of a locale that does not exist yet creates it', async () => {
  const documentId = await draft();

  await articles.update({ documentId, locale: 'fr', data: { title: 'Brouillon' } });
  expect(await sent()).toEqual(['entry.create fr draft Brouillon']);

  await articles.update({ documentId, locale: 'fr', data: { title: 'Esquisse' } });
  expect(await sent()).toEqual(['entry.update fr draft Esquisse']);
});

test("update of a missing locale with status 'published'", async () => {
  const documentId = await draft();

  await articles.update({ documentId, locale: 'fr', data: { title: 'Né' }, status: 'published' });

  expect(await sent()).toEqual(['entry.create fr draft Né', 'entry.publish fr published Né']);
});

test('update of a document that does not exist sends nothing', async () => {
  const updated = await articles.update({ documentId: 'nosuchdocument', data: { title: 'X' } });

  expect(updated).toBeNull();
  expect(await sent()).toEqual([]);
});

test('publish', async () => {
  const documentId = await draft();

  await articles.publish({ documentId });

  expect(await sent()).toEqual(['entry.publish en published Draft']);
});

test('publish of every locale is one event a locale', async () => {
  const documentId = await draft({ title: 'Hello' });
  await articles.update({ documentId, locale: 'fr', data: { title: 'Bonjour' } });
  await sent();

  await articles.publish({ documentId, locale: '*' });

  expect(await sent()).toEqual([
    'entry.publish en published Hello',
    'entry.publish fr published Bonjour',
  ]);
});

test('publish of a list of locales', async () => {
  const documentId = await draft({ title: 'Hello' });
  await articles.update({ documentId, locale: 'fr', data: { title: 'Bonjour' } });
  await sent();

  await articles.publish({ documentId, locale: ['fr'] });

  expect(await sent()).toEqual(['entry.publish fr published Bonjour']);
});

test('unpublish carries what was public until then', async () => {
  const documentId = await publishedInTwoLocales();
  await articles.update({ documentId, locale: 'en', data: { title: 'Only in the draft' } });
  await sent();

  await articles.unpublish({ documentId, locale: 'en' });

  expect(await sent()).toEqual(['entry.unpublish en published Hello']);
});

test('unpublish of every locale is one event a locale', async () => {
  const documentId = await publishedInTwoLocales();

  await articles.unpublish({ documentId, locale: '*' });

  expect(await sent()).toEqual([
    'entry.unpublish en published Hello',
    'entry.unpublish fr published Bonjour',
  ]);
});

test('discardDraft', async () => {
  const documentId = await publishedInTwoLocales();
  await articles.update({ documentId, locale: 'en', data: { title: 'Only in the draft' } });
  await sent();

  await articles.discardDraft({ documentId, locale: 'en' });

  expect(await sent()).toEqual(['entry.draft-discard en draft Hello']);
});

test('delete of a draft that was never published', async () => {
  const documentId = await draft();

  await articles.delete({ documentId });

  expect(await sent()).toEqual(['entry.delete en draft Draft']);
});

test('delete of draft and published row is one event', async () => {
  const documentId = await draft();
  await articles.publish({ documentId });
  await sent();

  await articles.delete({ documentId });

  expect(await sent()).toEqual(['entry.delete en published Draft']);
});

test('delete of every locale is one event a locale', async () => {
  const documentId = await publishedInTwoLocales();

  await articles.delete({ documentId, locale: '*' });

  expect(await sent()).toEqual([
    'entry.delete en published Hello',
    'entry.delete fr published Bonjour',
  ]);
});

test('delete of one locale leaves the other alone', async () => {
  const documentId = await publishedInTwoLocales();

  await articles.delete({ documentId, locale: 'fr' });

  expect(await sent()).toEqual(['entry.delete fr published Bonjour']);
  expect(await articles.findOne({ documentId, locale: 'en' })).not.toBeNull();
});

test('clone creates a document for each locale of the source', async () => {
  const documentId = await publishedInTwoLocales();

  const clone = await articles.clone({ documentId, locale: '*', data: {} });

  expect(await sent()).toEqual(['entry.create en draft Hello', 'entry.create fr draft Bonjour']);
  const deliveries = await deliveriesOf(scene.app, webhook);
  const created = deliveries.slice(-2).map((delivery) => delivery.documentId);
  expect(created).toEqual([clone.documentId, clone.documentId]);
});

test.each([
  ['create', 'entry.create en draft Fields'],
  ['update', 'entry.update en draft Fields'],
  ['publish', 'entry.publish en published Draft'],
  ['unpublish', 'entry.unpublish en published Draft'],
  ['delete', 'entry.delete en published Draft'],
  ['discardDraft', 'entry.draft-discard en draft Draft'],
] as const)('%s where the caller asks for other fields', async (action, expected) => {
  const documentId = await draft();
  await articles.publish({ documentId });
  await sent();
  const data = { title: 'Fields' };

  await articles[action]({ documentId, data, fields: ['kind'], locale: 'en' });

  expect(await sent()).toEqual([expected]);
});

test('a read sends nothing', async () => {
  const documentId = await draft();

  await articles.findOne({ documentId });
  await articles.findMany();
  await articles.findFirst();

  expect(await sent()).toEqual([]);
});

test('a type without drafts and locales has neither status nor locale', async () => {
  const { app, receiver } = scene;
  const plain = await createWebhook(app, {
    url: receiver.url,
    events: ['entry.create', 'entry.update', 'entry.delete'],
    contentTypes: [QUOTATION],
  });
  const { documentId } = await app.documents(QUOTATION).create({ data: { name: 'QTN-1' } });
  await app.documents(QUOTATION).update({ documentId, data: { name: 'QTN-2' } });
  const { documentId: cloned } = await app
    .documents(QUOTATION)
    .clone({ documentId, data: { name: 'QTN-3' } });
  await app.documents(QUOTATION).delete({ documentId });
  await drain(app);

  const deliveries = await deliveriesOf(app, plain);
  expect(deliveries.map(({ event, locale }) => [event, locale])).toEqual([
    ['entry.create', null],
    ['entry.update', null],
    ['entry.create', null],
    ['entry.delete', null],
  ]);
  expect(deliveries[2]?.documentId).toBe(cloned);
  const ids = receiver.requests.map(({ json }) => (json as { id: string }).id);
  expect(ids.sort()).toEqual(['QTN-1', 'QTN-2', 'QTN-2', 'QTN-3']);
});
