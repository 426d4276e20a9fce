import { drain } from '../../support/deliveries';
import { ARTICLE, QUOTATION } from '../../support/documents';
import { setHooks } from '../../support/lifecycle-hooks';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene();

const ITEMS = [
  {
    sku: 'SKU-1',
    description: 'Oak,\noiled — "80 × 25"',
    qty: 2.5,
    amount: 49.98,
    delivery_date: '2017-09-30',
    modified: '2017-09-14T17:09:51.239Z',
    dimensions: { length: 80.5, unit: 'cm' },
  },
  { sku: 'SKU-2', qty: 0, dimensions: null },
  { sku: 'SKU-3', dimensions: { width: 1, unit: 'm' } },
];

async function listen(uid: string, fieldname: string): Promise<void> {
  await createWebhook(scene.app, {
    url: scene.receiver.url,
    contentTypes: [uid],
    events: ['entry.update'],
    mapping: [{ fieldname, key: 'rows' }],
  });
}

/** The body that an update of a new document sends. */
async function sentFor(uid: string, data: object, update = data): Promise<unknown> {
  const { app, receiver } = scene;
  const { documentId } = await app.documents(uid).create({ data: { ...data } });
  await app.documents(uid).update({ documentId, data: { ...update } });
  await drain(app);
  return JSON.parse(receiver.requests[0]?.text ?? '{}');
}

async function readByStrapi(uid: string, query: object): Promise<Record<string, unknown>> {
  const found: unknown = await scene.app.strapi.db
    .query(uid)
    .findOne({ orderBy: { id: 'desc' }, ...query });
  return JSON.parse(JSON.stringify(found)) as Record<string, unknown>;
}

test('rows of a component, and the component in each, are read as Strapi reads them', async () => {
  await listen(QUOTATION, 'items');
  const body = await sentFor(QUOTATION, { name: 'QTN-00001', items: ITEMS });
  const { items } = await readByStrapi(QUOTATION, {
    populate: { items: { populate: { dimensions: true } } },
  });
  expect(items).toHaveLength(3);
  expect(body).toEqual({ rows: items });
});

test('rows that changed places come in their new order', async () => {
  const { app, receiver } = scene;
  await app.documents(QUOTATION).create({ data: { name: 'QTN-00002', items: ITEMS } });
  const { documentId, items } = await readByStrapi(QUOTATION, { populate: ['items'] });
  const turned = (items as { id: number }[]).map(({ id }) => ({ id })).reverse();

  await listen(QUOTATION, 'items.sku');
  await app
    .documents(QUOTATION)
    .update({ documentId: String(documentId), data: { items: turned } });
  await drain(app);
  expect(receiver.requests.map(({ text }) => text)).toEqual(['{"rows":["SKU-3","SKU-2","SKU-1"]}']);
});

test('a single component with rows of its own', async () => {
  const seo = { title: 'T', meta: [{ name: 'a', content: 'b' }, { name: 'c' }] };
  await listen(ARTICLE, 'seo');
  const body = await sentFor(ARTICLE, { title: 'One', slug: 'one', seo });
  const read = await readByStrapi(ARTICLE, { populate: { seo: { populate: ['meta'] } } });
  expect(body).toMatchObject({ rows: seo });
  expect(body).toEqual({ rows: read['seo'] });
});

test('no rows are an empty list, and no component is null', async () => {
  await listen(QUOTATION, 'items');
  expect(await sentFor(QUOTATION, { name: 'QTN-00003' })).toEqual({ rows: [] });
  await listen(ARTICLE, 'seo');
  scene.receiver.requests.length = 0;
  expect(await sentFor(ARTICLE, { title: 'Two', slug: 'two' })).toEqual({ rows: null });
});

test('as they are after a hook changed one of them', async () => {
  const { app, receiver } = scene;
  const item = 'quotation.item';
  await listen(QUOTATION, 'items.sku');
  const { documentId } = await app
    .documents(QUOTATION)
    .create({ data: { name: 'QTN-00004', items: [{ sku: 'A' }, { sku: 'B' }] } });
  const removeHooks = setHooks(app, 'bootstrap', QUOTATION, {
    async beforeUpdate() {
      await app.strapi.db.query(item).updateMany({ where: { sku: 'B' }, data: { sku: 'C' } });
    },
  });

  const { items } = await readByStrapi(QUOTATION, { populate: ['items'] });
  await app.documents(QUOTATION).update({ documentId, data: { items: items as object[] } });
  removeHooks();
  await drain(app);
  expect(receiver.requests.map(({ text }) => text)).toEqual(['{"rows":["A","C"]}']);
});

test.each(['create', 'clone', 'publish'] as const)('of a document by %s', async (action) => {
  const { app, receiver } = scene;
  const seo = { title: 'T', meta: [{ name: 'a', content: 'b' }, { name: 'c' }] };
  const data = { title: action, slug: action, seo };
  const { documentId } = await app.documents(ARTICLE).create({ data });
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    events: ['entry.create', 'entry.publish'],
    mapping: [{ fieldname: 'seo' }],
  });

  if (action === 'create') await app.documents(ARTICLE).create({ data: { ...data, slug: 'x' } });
  else await app.documents(ARTICLE)[action]({ documentId, data: { slug: 'y' } });
  await drain(app);
  const read = await readByStrapi(ARTICLE, { populate: { seo: { populate: ['meta'] } } });
  expect(read).toMatchObject({ seo });
  expect(receiver.requests.map(({ json }) => json)).toEqual([{ seo: read['seo'] }]);
});
