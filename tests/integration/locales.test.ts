import { superAdmin, type AdminApi } from '../support/admin-api';
import { drain } from '../support/deliveries';
import { ARTICLE, type Documents } from '../support/documents';
import { addFrench } from '../support/locales';
import { useScene } from '../support/scene';
import { createWebhook } from '../support/webhooks';

const scene = useScene();
let admin: AdminApi;
let articles: Documents;

beforeAll(async () => {
  admin = await superAdmin(scene.app);
  articles = scene.app.documents(ARTICLE);
  await addFrench(scene.app);
});
beforeEach(async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    events: ['entry.create', 'entry.update', 'entry.delete', 'entry.publish'],
    mapping: ['$event', '$locale', '$status', 'title', 'priority'].map((it) => ({ fieldname: it })),
  });
});

async function sent(): Promise<string[]> {
  const { app, receiver } = scene;
  await drain(app);
  const bodies = receiver.requests.map(({ json }) => json as object);
  receiver.requests.length = 0;
  return bodies.map((body) => Object.values(body).join(' ')).sort();
}

async function inTwoLocales(): Promise<string> {
  const { documentId } = await articles.create({ data: { title: 'Hello', priority: 1 } });
  await articles.update({ documentId, locale: 'fr', data: { title: 'Bonjour' } });
  await sent();
  return documentId;
}

test('a field that is not localized changes in the other locale too: an update of that', async () => {
  const documentId = await inTwoLocales();

  await articles.update({ documentId, locale: 'en', data: { priority: 2 } });

  expect(await sent()).toEqual([
    'entry.update en draft Hello 2',
    'entry.update fr draft Bonjour 2',
  ]);
});

test('a change of a localized field is one event', async () => {
  const documentId = await inTwoLocales();

  await articles.update({ documentId, locale: 'en', data: { title: 'Hi' } });

  expect(await sent()).toEqual(['entry.update en draft Hi 1']);
});

test('publishing it at once updates the published row of the other locale', async () => {
  const documentId = await inTwoLocales();
  await articles.publish({ documentId, locale: '*' });
  await sent();

  await articles.update({
    documentId,
    locale: 'en',
    data: { priority: 2 },
    status: 'published',
  });

  expect(await sent()).toEqual([
    'entry.publish en published Hello 2',
    'entry.update en draft Hello 2',
    'entry.update fr published Bonjour 2',
  ]);
});

test('the same from the Content Manager', async () => {
  const documentId = await inTwoLocales();

  const path = `/content-manager/collection-types/${ARTICLE}/${documentId}?locale=en`;
  const { status } = await admin.call('put', path, { title: 'Hello', priority: 3 });

  expect(status).toBe(200);
  expect(await sent()).toEqual([
    'entry.update en draft Hello 3',
    'entry.update fr draft Bonjour 3',
  ]);
});

test('removing a locale deletes what is written in it', async () => {
  const { app } = scene;
  const documentId = await inTwoLocales();
  await articles.publish({ documentId, locale: 'fr' });
  const other = await inTwoLocales();
  const locale = (await app.strapi.db
    .query('plugin::i18n.locale')
    .findOne({ where: { code: 'fr' } })) as { id: number };

  const { status } = await admin.call('delete', `/i18n/locales/${String(locale.id)}`);

  expect(status).toBe(200);
  const gone = (await sent()).filter((it) => it.startsWith('entry.delete'));
  expect(gone).toEqual(
    expect.arrayContaining([
      'entry.delete fr draft Bonjour 1',
      'entry.delete fr published Bonjour 1',
    ]),
  );
  expect(await articles.findOne({ documentId: other, locale: 'en' })).not.toBeNull();
});
