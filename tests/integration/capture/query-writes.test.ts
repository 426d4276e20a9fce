import { deliveriesOf, drain } from '../../support/deliveries';
import { ARTICLE, QUOTATION, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const EVENTS = ['entry.create', 'entry.update', 'entry.delete'] as const;

const scene = useScene();
let webhook: Entry;

beforeEach(async () => {
  const { app, receiver } = scene;
  await app.strapi.db.query(QUOTATION).deleteMany({});
  webhook = await createWebhook(app, {
    url: receiver.url,
    events: [...EVENTS],
    mapping: [{ fieldname: '$event' }, { fieldname: 'name' }, { fieldname: 'customer' }],
  });
});

interface Sent {
  $event: string;
  name: string;
  customer: string | null;
}

async function sent(): Promise<string[]> {
  const { app, receiver } = scene;
  await drain(app);
  const bodies = receiver.requests.map(({ json }) => json as Sent);
  receiver.requests.length = 0;
  return bodies.map(({ $event, name, customer }) => `${$event} ${name} ${String(customer)}`).sort();
}

const quotations = () => scene.app.strapi.db.query(QUOTATION);

/** Rows of A, B and C, and their events out of the way. */
async function threeRows(): Promise<void> {
  await quotations().createMany({ data: ['A', 'B', 'C'].map((name) => ({ name })) });
  await sent();
}

test('create', async () => {
  const row = (await quotations().create({ data: { name: 'A' } })) as Entry;

  expect(await sent()).toEqual(['entry.create A null']);
  expect(await deliveriesOf(scene.app, webhook)).toMatchObject([
    { documentId: row.documentId, locale: null, sequence: 1, coalesced: 0 },
  ]);
});

test('create where the caller selects other columns, from data that is used again', async () => {
  const data = { customer: 'Acme' };
  const first = (await quotations().create({ data, select: ['customer'] })) as Entry;
  const second = (await quotations().create({ data })) as Entry;

  expect(first).toEqual({ customer: 'Acme' });
  expect(data).not.toHaveProperty('documentId');
  expect(await sent()).toEqual(['entry.create null Acme', 'entry.create null Acme']);
  const deliveries = await deliveriesOf(scene.app, webhook);
  expect(deliveries[1]?.documentId).toBe(second.documentId);
  expect(deliveries[0]?.documentId).not.toBe(second.documentId);
});

test('createMany: an event a row', async () => {
  await quotations().createMany({ data: ['A', 'B', 'C'].map((name) => ({ name })) });

  expect(await sent()).toEqual([
    'entry.create A null',
    'entry.create B null',
    'entry.create C null',
  ]);
});

test('update', async () => {
  await threeRows();

  await quotations().update({ where: { name: 'B' }, data: { customer: 'Acme' } });
  expect(await sent()).toEqual(['entry.update B Acme']);

  const data = { customer: 'Bolt' };
  await quotations().update({ where: { name: 'B' }, data, select: ['customer'] });
  expect(await sent()).toEqual(['entry.update B Bolt']);
});

test('update of what is not there sends nothing', async () => {
  await threeRows();

  await quotations().update({ where: { name: 'Z' }, data: { customer: 'Acme' } });

  expect(await sent()).toEqual([]);
});

test('updateMany: an event for each row that it hits, also where it changes what was asked for', async () => {
  await threeRows();

  const { count } = await quotations().updateMany({
    where: { name: { $in: ['A', 'C'] } },
    data: { name: 'Z', customer: 'Acme' },
  });

  expect(count).toBe(2);
  expect(await sent()).toEqual(['entry.update Z Acme', 'entry.update Z Acme']);
});

test('delete carries what was there', async () => {
  await threeRows();

  await quotations().delete({ where: { name: 'B' } });
  expect(await sent()).toEqual(['entry.delete B null']);

  await quotations().delete({ where: { name: 'B' } });
  expect(await sent()).toEqual([]);
});

test('deleteMany: an event for each row that it hits', async () => {
  await threeRows();

  await quotations().deleteMany({ where: { name: { $ne: 'B' } } });

  expect(await sent()).toEqual(['entry.delete A null', 'entry.delete C null']);
});

test('more rows than one statement takes', async () => {
  const names = Array.from({ length: 450 }, (_, at) => `Q${String(at).padStart(3, '0')}`);

  await quotations().createMany({ data: names.map((name) => ({ name })) });
  expect(await sent()).toEqual(names.map((name) => `entry.create ${name} null`));

  await quotations().updateMany({ where: {}, data: { customer: 'Acme' } });
  expect(await sent()).toEqual(names.map((name) => `entry.update ${name} Acme`));

  await quotations().deleteMany({});
  expect(await sent()).toEqual(names.map((name) => `entry.delete ${name} Acme`));
});

test('a row without documentId goes by its own id', async () => {
  const { id } = (await quotations().create({ data: { name: 'A', documentId: null } })) as Entry;

  expect(await sent()).toEqual(['entry.create A null']);
  expect(await deliveriesOf(scene.app, webhook)).toMatchObject([{ documentId: String(id) }]);
});

test('a type that no webhook watches is left as it is', async () => {
  await scene.app.strapi.db.query('api::category.category').create({ data: { name: 'News' } });

  expect(await sent()).toEqual([]);
});

describe('what was before', () => {
  beforeEach(async () => {
    const { app } = scene;
    await threeRows();
    await updateWebhook(app, webhook, {
      mapping: ['$event', 'name', '$previous.name', '$changed', '$actor.type'].map((fieldname) => ({
        fieldname,
        key: fieldname.replace('.', '_'),
      })),
    });
  });

  async function bodies(): Promise<unknown[][]> {
    const { app, receiver } = scene;
    await drain(app);
    const sorted = receiver.requests.map(({ text }) => text).sort();
    return sorted.map((text) => Object.values(JSON.parse(text) as object) as unknown[]);
  }

  test('update and delete', async () => {
    await quotations().update({ where: { name: 'A' }, data: { name: 'Z' } });
    await quotations().delete({ where: { name: 'B' } });

    expect(await bodies()).toEqual([
      ['entry.delete', 'B', 'B', [], 'system'],
      ['entry.update', 'Z', 'A', ['name'], 'system'],
    ]);
  });

  test('updateMany: of each row', async () => {
    await quotations().updateMany({ where: { name: { $ne: 'B' } }, data: { name: 'Z' } });

    expect(await bodies()).toEqual([
      ['entry.update', 'Z', 'A', ['name'], 'system'],
      ['entry.update', 'Z', 'C', ['name'], 'system'],
    ]);
  });

  test('a row whose watched fields stay as they were is passed over', async () => {
    await updateWebhook(scene.app, webhook, { watchedFields: ['customer'] });
    await quotations().update({ where: { name: 'A' }, data: { customer: 'Acme' } });
    await sent();

    await quotations().updateMany({ where: {}, data: { customer: 'Acme' } });

    const names = (await bodies()).map((values) => values[1]);
    expect(names).toEqual(['B', 'C']);
  });
});

describe('a type with drafts', () => {
  const articles = () => scene.app.strapi.db.query(ARTICLE);

  async function published(): Promise<string> {
    const { app, receiver } = scene;
    const { documentId } = await app
      .documents(ARTICLE)
      .create({ data: { title: 'A' }, status: 'published' });
    webhook = await createWebhook(app, {
      url: receiver.url,
      contentTypes: [ARTICLE],
      events: [...EVENTS],
      mapping: [{ fieldname: '$event' }, { fieldname: 'title', key: 'name' }],
    });
    return documentId;
  }

  async function logged(): Promise<unknown[]> {
    await drain(scene.app);
    const deliveries = await deliveriesOf(scene.app, webhook);
    return deliveries.map(({ event, locale, coalesced, request }) => [
      event,
      locale,
      coalesced,
      request?.body,
    ]);
  }

  test('the published row alone', async () => {
    const documentId = await published();

    await articles().update({
      where: { documentId, publishedAt: { $notNull: true } },
      data: { title: 'B' },
    });

    expect(await logged()).toEqual([
      ['entry.update', 'en', 0, '{"$event":"entry.update","name":"B"}'],
    ]);
  });

  test.each([
    ['by status', { publishedAt: { $null: true } }],
    ['by locale', { locale: 'en' }],
    ['by document', { documentId: { $ne: 'none' } }],
  ])('the first of several, %s, is the one that it takes', async (_, where) => {
    await articles().deleteMany({});
    for (const title of ['C', 'A', 'B'])
      await scene.app.documents(ARTICLE).create({ data: { title } });
    webhook = await createWebhook(scene.app, {
      url: scene.receiver.url,
      contentTypes: [ARTICLE],
      events: [...EVENTS],
      mapping: ['$event', 'slug', '$changed'].map((fieldname) => ({ fieldname })),
    });

    const rows = (await articles().findMany({ where })) as Entry[];
    const updated = (await articles().update({ where, data: { slug: 'taken' } })) as Entry;
    const selecting = { where, select: ['title'] };
    const deleted = (await articles().delete(selecting)) as Entry;

    await drain(scene.app);
    const deliveries = await deliveriesOf(scene.app, webhook);
    // Without an order a database may well take another the second time, once the first was written.
    const gone = deleted.id === updated.id ? updated : rows.find(({ id }) => id === deleted.id);
    expect(deliveries.map(({ documentId }) => documentId)).toEqual([
      updated.documentId,
      gone?.documentId,
    ]);
    expect(deliveries.map(({ request }) => request?.body)).toEqual([
      '{"$event":"entry.update","slug":"taken","$changed":["slug"]}',
      `{"$event":"entry.delete","slug":${JSON.stringify(gone?.['slug'])},"$changed":[]}`,
    ]);
  });

  test('both rows at once are one event, of the published row', async () => {
    const documentId = await published();
    await scene.app.documents(ARTICLE).update({ documentId, data: { title: 'Edited' } });

    await articles().deleteMany({ where: { documentId } });

    expect((await logged()).at(-1)).toEqual([
      'entry.delete',
      'en',
      0,
      '{"$event":"entry.delete","name":"A"}',
    ]);
  });
});
