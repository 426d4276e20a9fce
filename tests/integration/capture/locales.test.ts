import { setTimeout as sleep } from 'node:timers/promises';

import { superAdmin, type AdminApi } from '../../support/admin-api';
import { deliveriesOf, drain } from '../../support/deliveries';
import { ARTICLE, CATEGORY, type Documents, type Entry } from '../../support/documents';
import { addFrench, addLocale } from '../../support/locales';
import { useScene } from '../../support/scene';
import { setHooks } from '../../support/lifecycle-hooks';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const FILE = 'plugin::upload.file';

const scene = useScene();
let admin: AdminApi;
let articles: Documents;
let webhook: Entry;

beforeAll(async () => {
  admin = await superAdmin(scene.app);
  articles = scene.app.documents(ARTICLE);
  await addFrench(scene.app);
  await addLocale(scene.app, { code: 'de', name: 'German (de)' });
  await addLocale(scene.app, { code: 'es', name: 'Spanish (es)' });
});
beforeEach(async () => {
  const { app, receiver } = scene;
  webhook = await createWebhook(app, {
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

async function sequencesAfter(write: () => Promise<unknown>): Promise<(number | null)[]> {
  await write();
  await drain(scene.app);
  const deliveries = await deliveriesOf(scene.app, webhook);
  return deliveries.map(({ sequence }) => sequence).sort();
}

async function someFile(): Promise<number> {
  const data = { name: 'cover.png', hash: 'cover', ext: '.png', mime: 'image/png', size: 1 };
  const file = { ...data, url: '/uploads/cover.png', provider: 'local' };
  return ((await scene.app.strapi.db.query(FILE).create({ data: file })) as Entry).id;
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

test('several locales at once: an event each, counted one by one', async () => {
  const { app } = scene;
  const documentId = await inTwoLocales();
  await articles.update({ documentId, locale: 'de', data: { title: 'Hallo' } });
  await articles.update({ documentId, locale: 'es', data: { title: 'Hola' } });
  await sent();
  webhook = await createWebhook(app, {
    url: scene.receiver.url,
    contentTypes: [ARTICLE],
    mapping: ['$locale', 'priority'].map((fieldname) => ({ fieldname })),
  });
  const once = await sequencesAfter(() =>
    articles.update({ documentId, locale: 'en', data: { priority: 2 } }),
  );
  const inTransaction = await sequencesAfter(() =>
    app.strapi.db.transaction(() =>
      articles.update({ documentId, locale: 'en', data: { priority: 3 } }),
    ),
  );

  expect([once, inTransaction]).toEqual([
    [1, 2, 3, 4],
    [1, 2, 3, 4, 5, 6, 7, 8],
  ]);
});

test('what the other locale holds already is copied to it without an event', async () => {
  const documentId = await inTwoLocales();
  const french = { where: { documentId, locale: 'fr' } };
  await scene.app.strapi.db.query(ARTICLE).update({ ...french, data: { priority: 2 } });
  await sent();

  await articles.update({ documentId, locale: 'en', data: { priority: 2 } });

  expect(await sent()).toEqual(['entry.update en draft Hello 2']);
});

test('what somebody else writes before the copy, and the copy undoes, is an update by each', async () => {
  const { app } = scene;
  const documentId = await inTwoLocales();
  const rows = app.strapi.db.query(ARTICLE);
  const write = (locale: string, priority: number) =>
    rows.update({ where: { documentId, locale }, data: { priority } });
  await write('en', 5);
  // i18n compares with the row that it finds first: with PostgreSQL the one that was written first.
  await write('fr', 1);
  await sent();
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  // Outside the transaction below.
  const copied = opened.then(() =>
    articles.update({ documentId, locale: 'en', data: { priority: 1 } }),
  );

  await app.strapi.db.transaction(async () => {
    await write('fr', 2);
    open();
    await sleep(700);
  });
  await copied;

  expect(await sent()).toEqual([
    'entry.update en draft Hello 1',
    'entry.update fr draft Bonjour 1',
    'entry.update fr draft Bonjour 2',
  ]);
});

test('media are copied with the rest, and count', async () => {
  const documentId = await inTwoLocales();
  const cover = await someFile();
  await articles.update({ documentId, locale: 'en', data: { cover } });
  expect(await sent()).toEqual([
    'entry.update en draft Hello 1',
    'entry.update fr draft Bonjour 1',
  ]);

  await articles.update({ documentId, locale: 'en', data: { cover: null } });

  expect(await sent()).toHaveLength(2);
});

test('a component that all locales share: what it was before is known of the other too', async () => {
  const { app } = scene;
  const { pluginOptions } = app.strapi.contentType(ARTICLE).attributes['seo'] as {
    pluginOptions: { i18n: { localized: boolean } };
  };
  pluginOptions.i18n.localized = false;
  try {
    const documentId = await inTwoLocales();
    const data = { seo: { title: 'First', meta: [{ name: 'robots', content: 'index' }] } };
    await articles.update({ documentId, locale: 'en', data });
    await sent();
    const paths = ['$event', '$locale', '$previous.seo.title', 'seo.title', 'seo.meta.name'];
    await updateWebhook(app, webhook, {
      mapping: paths.map((fieldname) => ({ fieldname, key: fieldname.replaceAll('.', '_') })),
    });

    await articles.update({ documentId, locale: 'en', data: { seo: { title: 'Second' } } });
    expect(await sent()).toEqual([
      'entry.update en First Second ',
      'entry.update fr First Second ',
    ]);

    const priority = { where: { documentId, locale: 'fr' }, data: { priority: 2 } };
    await app.strapi.db.query(ARTICLE).update(priority);
    await sent();
    await articles.update({ documentId, locale: 'en', data: { priority: 2 } });
    expect(await sent()).toEqual(['entry.update en Second Second ']);
  } finally {
    pluginOptions.i18n.localized = true;
  }
});

test('a password that publishing hashes again is no update of the other locale', async () => {
  const documentId = await inTwoLocales();
  await articles.update({ documentId, locale: 'en', data: { accessCode: 'letmein' } });
  await articles.publish({ documentId, locale: '*' });
  await sent();

  await articles.publish({ documentId, locale: 'en' });

  expect(await sent()).toEqual(['entry.publish en published Hello 1']);
});

test('what a hook adds to the copy is an update', async () => {
  const { app } = scene;
  const documentId = await inTwoLocales();
  await app.strapi.db
    .query(ARTICLE)
    .update({ where: { documentId, locale: 'fr' }, data: { priority: 2 } });
  await sent();
  const removeHooks = setHooks(app, 'bootstrap', ARTICLE, {
    beforeUpdate({ params }) {
      const { data } = params as { data: Record<string, unknown> };
      if (data['title'] === undefined) data['title'] = 'À revoir';
      return Promise.resolve();
    },
  });

  await articles.update({ documentId, locale: 'en', data: { title: 'Hello', priority: 2 } });
  removeHooks();

  expect(await sent()).toEqual([
    'entry.update en draft Hello 2',
    'entry.update fr draft À revoir 2',
  ]);
});

test('copied, rolled back and copied once more: as often as it is committed', async () => {
  const { app } = scene;
  const documentId = await inTwoLocales();
  const change = (priority: number) =>
    articles.update({ documentId, locale: 'en', data: { priority } });

  const failing = app.strapi.db.transaction(async () => {
    await change(2);
    throw new Error('the caller failed');
  });
  await expect(failing).rejects.toThrow('the caller failed');
  expect(await sent()).toEqual([]);
  await app.strapi.db.transaction(async () => {
    await change(3);
    await change(1);
  });

  expect(await sent()).toEqual([
    'entry.update en draft Hello 1',
    'entry.update fr draft Bonjour 1',
  ]);
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

test('what a hook writes to another type while i18n copies goes to who listens to that type', async () => {
  const { app, receiver } = scene;
  const documentId = await inTwoLocales();
  await createWebhook(app, {
    url: `${receiver.url}/categories`,
    contentTypes: [CATEGORY],
    events: ['entry.create'],
  });
  const { lifecycles } = app.strapi.db;
  let isOn = true;
  const remove = lifecycles.subscribe({
    models: [ARTICLE],
    async afterFindMany({ params }) {
      // So i18n looks for the rows to copy to.
      const { select } = params as { select?: unknown };
      if (!isOn || JSON.stringify(select) !== '["locale","id"]') return;
      isOn = false;
      await app.strapi.db.query(CATEGORY).create({ data: { name: 'Copied' } });
    },
  });

  await articles.update({ documentId, locale: 'en', data: { priority: 3 } });
  remove();

  await drain(app);
  const categories = receiver.requests.filter(({ path }) => path === '/categories');
  expect(categories.map(({ json }) => json)).toEqual([{ id: 'Copied' }]);
});
