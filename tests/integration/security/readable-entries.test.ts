import type { Backtest, Preview } from '../../../server/src/contracts/preview';
import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { adminWith, superAdmin, type AdminApi, type Permission } from '../../support/admin-api';
import { ARTICLE, AUTHOR, QUOTATION, type Entry } from '../../support/documents';
import { addFrench } from '../../support/locales';
import { useScene } from '../../support/scene';

const READ = 'plugin::content-manager.explorer.read';
const PATH = '/document-webhooks/webhooks';
const FILE = 'plugin::upload.file';
const WRITE = ['read', 'create'].map((it) => ({
  action: `plugin::document-webhooks.webhooks.${it}`,
}));

interface Conditions {
  conditionProvider: { register(condition: object): Promise<unknown> };
}

const CONDITIONS: [string, object][] = [
  ['of-acme', { customer: { $eq: 'ACME' } }],
  ['named-ada', { name: { $eq: 'Ada' } }],
  ['of-ada', { author: { $elemMatch: { name: 'Ada' } } }],
  ['pictures', { ext: { $in: ['.png'] } }],
];

const scene = useScene({
  register(strapi) {
    const { conditionProvider } = strapi.service('admin::permission') as unknown as Conditions;
    for (const [name, query] of CONDITIONS) {
      const condition = { name, displayName: name, category: 'default', handler: () => query };
      void conditionProvider.register(condition);
    }
  },
});

function may(subject: string, condition?: string, fields?: string[]): Permission {
  return {
    action: READ,
    subject,
    properties: { ...(fields ? { fields } : {}), locales: ['en'] },
    conditions: condition ? [condition] : [],
  };
}

function draft(input: WebhookInput): WebhookInput {
  return {
    contentTypes: [QUOTATION],
    events: ['entry.update'],
    url: 'https://example.com',
    ...input,
  };
}

const mapped = (...fieldnames: string[]): WebhookInput => ({
  mapping: fieldnames.map((fieldname) => ({ fieldname })),
});

/** The body that a preview shows, or the status of its refusal. */
async function shown(admin: AdminApi, webhook: WebhookInput, entry: Entry): Promise<unknown> {
  const answer = await admin.call('post', `${PATH}/preview`, {
    webhook,
    uid: webhook.contentTypes?.[0],
    documentId: entry.documentId,
    event: 'entry.update',
  });
  const { data } = answer.body as { data: Preview | null };
  return data?.request ? JSON.parse(data.request.body ?? '') : answer.status;
}

/** The documentIds of the entries that a backtest looks at. */
async function triedOn(admin: AdminApi, webhook: WebhookInput): Promise<string[]> {
  const answer = await admin.call('post', `${PATH}/backtest`, { webhook, limit: 100 });
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  const { entries } = (answer.body as { data: Backtest }).data;
  return entries.map(({ documentId }) => documentId).sort();
}

function ids(...entries: Entry[]): string[] {
  return entries.map(({ documentId }) => documentId).sort();
}

let created = 0;

function aQuotation(customer: string, more: object = {}): Promise<Entry> {
  created += 1;
  const data = { name: `QTN-${String(created)}`, customer, total: 5, ...more };
  return scene.app.documents(QUOTATION).create({ data });
}

beforeEach(async () => {
  for (const uid of [QUOTATION, ARTICLE, AUTHOR]) {
    for (const { documentId } of await scene.app.documents(uid).findMany()) {
      await scene.app.documents(uid).delete({ documentId });
    }
  }
});

test('a condition of the role: of other entries nothing is shown, nor does a condition tell', async () => {
  const admin = await adminWith(scene.app, [...WRITE, may(QUOTATION, 'api::of-acme')]);
  const own = await aQuotation('ACME');
  const other = await aQuotation('Umbrella');
  const webhook = draft({ ...mapped('customer'), condition: 'doc.total > 1' });

  expect(await shown(admin, webhook, own)).toEqual({ customer: 'ACME' });
  expect(await shown(admin, webhook, other)).toBe(404);
  expect(await triedOn(admin, webhook)).toEqual(ids(own));
  expect(await triedOn(await superAdmin(scene.app), webhook)).toEqual(ids(own, other));
});

test('who wrote an entry: the condition that Strapi brings', async () => {
  const write = ['read', 'create'].map((it) => ({
    ...may(QUOTATION, it === 'read' ? 'admin::is-creator' : undefined),
    action: `plugin::content-manager.explorer.${it}`,
  }));
  const admin = await adminWith(scene.app, [...WRITE, ...write]);
  const answer = await admin.call('post', `/content-manager/collection-types/${QUOTATION}`, {
    name: 'Mine',
  });
  const own = (answer.body as { data: Entry }).data;
  const other = await aQuotation('Umbrella');

  expect(await shown(admin, draft(mapped('name')), own)).toEqual({ name: 'Mine' });
  expect(await shown(admin, draft(mapped('name')), other)).toBe(404);
  expect(await triedOn(admin, draft(mapped('name')))).toEqual(ids(own));
});

test('a field that is theirs of some entries only: of others it is not shown', async () => {
  const admin = await adminWith(scene.app, [
    ...WRITE,
    may(QUOTATION, undefined, ['name']),
    may(QUOTATION, 'api::of-acme', ['customer', 'total', 'items.sku']),
  ]);
  const own = await aQuotation('ACME', { items: [{ sku: 'A' }] });
  const other = await aQuotation('Umbrella', { items: [{ sku: 'B' }] });

  expect(await triedOn(admin, draft(mapped('name')))).toEqual(ids(own, other));
  for (const fieldname of ['total', 'items.sku', '$previous.total']) {
    const webhook = draft(mapped('name', fieldname));
    expect(await triedOn(admin, webhook)).toEqual(ids(own));
    expect(await shown(admin, webhook, other)).toBe(404);
  }
  expect(await triedOn(admin, draft({ condition: 'doc.total = 5' }))).toEqual(ids(own));
});

test('what a relation leads to counts as well', async () => {
  const { app } = scene;
  const admin = await adminWith(app, [...WRITE, may(ARTICLE), may(AUTHOR, 'api::named-ada')]);
  const [ada, grace] = await Promise.all(
    ['Ada', 'Grace'].map((name) => app.documents(AUTHOR).create({ data: { name } })),
  );
  const write = (data: object) => app.documents(ARTICLE).create({ data: { title: 'T', ...data } });
  const part = { __component: 'section.related', heading: 'See', author: grace?.documentId };
  const byAda = await write({ author: ada?.documentId });
  const byGrace = await write({ author: grace?.documentId });
  const onGrace = await write({ author: ada?.documentId, sections: [part] });
  const byNobody = await write({});

  const of = (input: WebhookInput) => draft({ contentTypes: [ARTICLE], ...input });
  const all = ids(byAda, byGrace, onGrace, byNobody);
  expect(await triedOn(admin, of(mapped('title')))).toEqual(all);
  expect(await triedOn(admin, of(mapped('author.name')))).toEqual(ids(byAda, onGrace, byNobody));
  expect(await triedOn(admin, of({ condition: 'doc.author.bio != "x"' }))).not.toContain(
    byGrace.documentId,
  );
  for (const input of [mapped('sections'), mapped('sections.author.name')]) {
    expect(await triedOn(admin, of(input))).toEqual(ids(byAda, byGrace, byNobody));
  }
  expect(await shown(admin, of(mapped('author')), byGrace)).toBe(404);
  expect(await shown(admin, of(mapped('author.name')), byAda)).toEqual({ author: { name: 'Ada' } });
});

test('a condition over a relation', async () => {
  const { app } = scene;
  const admin = await adminWith(app, [...WRITE, may(ARTICLE, 'api::of-ada')]);
  const ada = await app.documents(AUTHOR).create({ data: { name: 'Ada' } });
  const write = (data: object) => app.documents(ARTICLE).create({ data: { title: 'T', ...data } });
  const byAda = await write({ author: ada.documentId });
  await write({});

  const webhook = draft({ contentTypes: [ARTICLE], ...mapped('title') });
  expect(await triedOn(admin, webhook)).toEqual(ids(byAda));
});

test('a locale that is not theirs', async () => {
  const { app } = scene;
  await addFrench(app);
  const admin = await adminWith(app, [...WRITE, may(ARTICLE)]);
  const { documentId } = await app.documents(ARTICLE).create({ data: { title: 'En' } });
  await app.documents(ARTICLE).update({ documentId, locale: 'fr', data: { title: 'Fr' } });

  const webhook = draft({ contentTypes: [ARTICLE], ...mapped('title') });
  expect(await triedOn(admin, webhook)).toEqual([documentId]);
  expect(await triedOn(await superAdmin(app), webhook)).toEqual([documentId, documentId]);
});

test('files are those of the Media Library', async () => {
  const { app } = scene;
  const file = (name: string, ext: string) =>
    app.strapi.db.query(FILE).create({
      data: {
        name,
        ext,
        hash: name,
        mime: 'x',
        size: 1,
        url: `/${name}`,
        provider: 'local',
        folderPath: '/',
      },
    }) as Promise<Entry>;
  const picture = await file('picture', '.png');
  await file('contract', '.pdf');
  const read = { action: 'plugin::upload.read', conditions: ['api::pictures'] };
  const admin = await adminWith(app, [...WRITE, read]);

  expect(await triedOn(admin, draft({ contentTypes: [FILE], ...mapped('name') }))).toEqual(
    ids(picture),
  );
  expect(await triedOn(await superAdmin(app), draft({ contentTypes: [FILE] }))).toHaveLength(2);
});

test('what an entry is called is shown to those who may read it of every entry', async () => {
  const labels = async (...rights: Permission[]) => {
    const admin = await adminWith(scene.app, [...WRITE, ...rights]);
    const answer = await admin.call('post', `${PATH}/backtest`, { webhook: draft({}) });
    return (answer.body as { data: Backtest }).data.entries.map(({ label }) => label);
  };
  const { name } = await aQuotation('ACME');

  const customers = may(QUOTATION, undefined, ['customer']);
  expect(await labels(may(QUOTATION, undefined, ['name']))).toEqual([name]);
  expect(await labels(customers)).toEqual([null]);
  expect(await labels(customers, may(QUOTATION, 'api::of-acme', ['name']))).toEqual([null]);
});
