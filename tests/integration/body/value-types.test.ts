import type { Core } from '@strapi/strapi';

import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { deliveriesOf, drain } from '../../support/deliveries';
import { ARTICLE, CATEGORY, QUOTATION } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene({
  register(strapi: Core.Strapi) {
    const item = strapi.components['quotation.item'];
    Object.assign(item?.attributes ?? {}, { serial: { type: 'biginteger' } });
  },
});

const ARTICLE_DATA = {
  title: 'Numbers',
  priority: 3,
  rating: 4.5,
  price: 150.25,
  views: '123456789012',
};
const ITEMS = [
  { sku: 'A', qty: 2, rate: 75.5, serial: '42', dimensions: { length: 80.5 } },
  { sku: 'B', qty: 1.25, rate: 10, serial: '9007199254740993' },
];

async function sentFor(uid: string, input: WebhookInput, data: object): Promise<unknown[]> {
  const { app, receiver } = scene;
  const { documentId } = await app.documents(uid).create({ data });
  await createWebhook(app, { url: receiver.url, contentTypes: [uid], mapping: [], ...input });
  await app.documents(uid).update({ documentId, data });
  await drain(app);
  return receiver.requests.splice(0).map(({ json }) => json);
}

/** The same on every database: `npm run test:databases -- value-types`. */
test.each([
  'doc.priority > 2 and doc.priority = 3',
  'doc.rating > 4 and doc.rating = 4.5',
  'doc.price > 100 and doc.price = 150.25',
  'doc.views > 100 and doc.views = 123456789012',
  'doc.price * 2 = 300.5 and doc.views + 1 = 123456789013',
  'previous.price = 150.25 and previous.views = 123456789012',
])('numbers of a document are numbers: %s', async (condition) => {
  const mapping = [{ fieldname: 'title' }];
  const data = { ...ARTICLE_DATA, slug: `n-${String(condition.length)}` };
  expect(await sentFor(ARTICLE, { condition, mapping }, data)).toEqual([{ title: 'Numbers' }]);
});

test.each([
  'doc.total > 100',
  '$sum(doc.items.(qty * rate)) = 163.5',
  'doc.items[qty > 1.5].rate = [75.5]',
  'doc.items[0].dimensions.length > 80',
  'doc.items[1].serial > 9007199254740000 and doc.items[0].serial = 42',
  '$max(previous.items.serial) > 42',
])('and those of its components: %s', async (condition) => {
  const mapping = [{ fieldname: 'name' }];
  const data = { name: condition, total: 163.5, items: ITEMS };
  expect(await sentFor(QUOTATION, { condition, mapping }, data)).toEqual([{ name: condition }]);
});

test('and those of related documents and of whole documents', async () => {
  const { app, receiver } = scene;
  const created = await app.documents(ARTICLE).create({ data: { ...ARTICLE_DATA, slug: 'rel' } });
  const { documentId } = await app.documents(ARTICLE).publish({ documentId: created.documentId });
  const data = { name: 'Related', articles: [documentId] };
  const template = '{ "sum": $sum(doc.articles.(price + views)), "whole": doc }';

  const [sent] = await sentFor(CATEGORY, { payload: 'template', template }, data);

  expect(sent).toMatchObject({ sum: 123_456_789_162.25 });
  expect(receiver.requests).toEqual([]);
});

test('mapped fields send numbers, and of a big integer beyond 2^53 each digit', async () => {
  const mapping = ['price', 'views', 'rating'].map((fieldname) => ({ fieldname, key: fieldname }));
  const data = { ...ARTICLE_DATA, slug: 'mapped' };
  expect(await sentFor(ARTICLE, { mapping }, data)).toEqual([
    { price: 150.25, views: 123_456_789_012, rating: 4.5 },
  ]);

  const items = [{ fieldname: 'items.serial', key: 'serials' }];
  const [sent] = await sentFor(QUOTATION, { mapping: items }, { name: 'Serials', items: ITEMS });
  // SQLite hands it over rounded.
  expect(sent).toEqual({ serials: [42, expect.stringMatching(/^900719925474099[23]$/)] });
});

const LINES =
  '{ "lines": doc.items.{ "sku": sku, "qty": qty }, "total": $sum(doc.items.(qty * rate)) }';

test.each([
  [0, { lines: [], total: 0 }],
  [1, { lines: [{ sku: 'A', qty: 2 }], total: 151 }],
  [
    2,
    {
      lines: [
        { sku: 'A', qty: 2 },
        { sku: 'B', qty: 1.25 },
      ],
      total: 163.5,
    },
  ],
])('the template of the documentation sends a list, of %i rows', async (count, body) => {
  const data = { name: `Lines ${String(count)}`, items: ITEMS.slice(0, count) };
  const input = { payload: 'template' as const, template: LINES };
  expect(await sentFor(QUOTATION, input, data)).toEqual([body]);
});

test('a path is a list where one of several content types has a list there', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    contentTypes: [QUOTATION, ARTICLE],
    events: ['entry.create'],
    mapping: [],
    payload: 'template',
    template:
      '{ "items": doc.items.sku, "names": doc.categories.name, "in": "News" in doc.categories.name }',
  });
  const news = await app.documents(CATEGORY).create({ data: { name: 'News' } });
  await app.documents(QUOTATION).create({ data: { name: 'Q', items: [{ sku: 'A' }] } });
  await app.documents(ARTICLE).create({ data: { title: 'A', categories: [news.documentId] } });
  await drain(app);

  expect(receiver.requests.map(({ json }) => json)).toEqual([
    { items: ['A'], names: [], in: false },
    { items: [], names: ['News'], in: true },
  ]);
  expect(await deliveriesOf(app, webhook)).toHaveLength(2);
});
