import { drain } from '../../support/deliveries';
import { ARTICLE, AUTHOR, QUOTATION, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene({ seed: true });
let article: Entry;

beforeAll(async () => {
  const found = await scene.app
    .documents(ARTICLE)
    .findFirst({ filters: { slug: 'notes-on-the-engine' }, locale: 'en' });
  if (!found) throw new Error('The seed has no such article');
  article = found;
});

async function bodyAfterUpdate(...fieldnames: string[]): Promise<Record<string, unknown>> {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    mapping: fieldnames.map((fieldname) => ({ fieldname, key: fieldname.replaceAll('.', '_') })),
  });
  const { documentId, title } = article;
  await app.documents(ARTICLE).update({ documentId, locale: 'en', data: { title } });
  await drain(app);
  expect(receiver.requests).toHaveLength(1);
  return receiver.requests[0]?.json as Record<string, unknown>;
}

test('scalars of every kind', async () => {
  const body = await bodyAfterUpdate(
    'title',
    'documentId',
    'priority',
    'featured',
    'rating',
    'price',
    'views',
    'publishOn',
    'kind',
    'contact',
    'locale',
  );

  expect(body).toEqual({
    title: 'Notes on the engine',
    documentId: article.documentId,
    priority: 1,
    featured: true,
    rating: 4.5,
    price: 12.99,
    views: 120,
    publishOn: '2026-01-15T08:00:00.000Z',
    kind: 'guide',
    contact: 'editors@example.com',
    locale: 'en',
  });
});

test('paths into json and blocks', async () => {
  const body = await bodyAfterUpdate(
    'metadata',
    'metadata.tags',
    'metadata.readingMinutes',
    'metadata.absent.deeper',
    'body.type',
  );

  expect(body).toEqual({
    metadata: { readingMinutes: 4, tags: ['engine', 'notes'] },
    metadata_tags: ['engine', 'notes'],
    metadata_readingMinutes: 4,
    metadata_absent_deeper: null,
    body_type: ['paragraph'],
  });
});

test('a component, a field of it, and the components inside', async () => {
  const body = await bodyAfterUpdate('seo', 'seo.title', 'seo.meta.name', 'seo.meta');

  const meta = [{ id: expect.any(Number) as number, name: 'robots', content: 'index' }];
  expect(body).toEqual({
    seo: {
      id: expect.any(Number) as number,
      title: 'Notes on the engine',
      description: 'What the engine can do',
      meta,
    },
    seo_title: 'Notes on the engine',
    seo_meta_name: ['robots'],
    seo_meta: meta,
  });
});

test('a to-one relation: a field, the row, and what is related to it', async () => {
  const body = await bodyAfterUpdate('author.name', 'author', 'author.avatar.name');

  expect(body).toMatchObject({ author_name: 'Ada Lovelace', author_avatar_name: 'avatar.png' });
  expect(body['author']).toMatchObject({ name: 'Ada Lovelace', bio: 'Writes about engines.' });
});

test('what a webhook sends does not depend on what another one names', async () => {
  const { app, receiver } = scene;
  const subscription = { contentTypes: [ARTICLE], events: ['entry.update' as const] };
  await createWebhook(app, {
    ...subscription,
    url: `${receiver.url}/row`,
    mapping: [{ fieldname: 'author' }],
  });
  await createWebhook(app, {
    ...subscription,
    url: `${receiver.url}/deep`,
    mapping: [
      { fieldname: 'author.avatar.name', key: 'avatar' },
      { fieldname: 'author.articles.kind', key: 'kinds' },
    ],
  });

  const { documentId, title } = article;
  await app.documents(ARTICLE).update({ documentId, locale: 'en', data: { title } });
  await drain(app);

  const row = receiver.requestsAt('/row')[0]?.json as { author: object };
  expect(Object.keys(row.author)).toEqual([
    'id',
    'documentId',
    'name',
    'bio',
    'createdAt',
    'updatedAt',
    'publishedAt',
  ]);
  const deep = receiver.requestsAt('/deep')[0]?.json as { avatar: string; kinds: string[] };
  expect(deep.avatar).toBe('avatar.png');
  expect(deep.kinds).toContain('guide');
});

test('a to-many relation gives lists', async () => {
  const body = await bodyAfterUpdate('categories.name', 'categories');

  expect(body['categories_name']).toEqual(['Engineering', 'Product']);
  expect(body['categories']).toMatchObject([{ slug: 'engineering' }, { slug: 'product' }]);
});

test('media, single and multiple', async () => {
  const body = await bodyAfterUpdate('cover.url', 'cover.name', 'gallery.name', 'cover');

  expect(body).toMatchObject({
    cover_url: expect.stringMatching(/^\/uploads\/cover_.*\.png$/) as string,
    cover_name: 'cover.png',
    gallery_name: ['garden.png', 'harbour.png'],
    cover: { mime: 'image/png', width: 64, height: 40, alternativeText: 'A plain cover' },
  });
});

test('a dynamic zone: a field that some of its components have, and the components in full', async () => {
  const body = await bodyAfterUpdate(
    'sections',
    'sections.text',
    'sections.__component',
    'sections.images.name',
  );

  const text = 'It might act upon other things.';
  expect(body['sections']).toMatchObject([
    { __component: 'section.quote', text, source: 'Note A' },
    { __component: 'section.gallery', heading: 'Plates', images: [{ name: 'garden.png' }] },
  ]);
  expect(body['sections_text']).toEqual([text, null]);
  expect(body['sections___component']).toEqual(['section.quote', 'section.gallery']);
  expect(body['sections_images_name']).toEqual([null, ['garden.png']]);
});

test('a relation inside a dynamic zone', async () => {
  const { app, receiver } = scene;
  const author = await app.documents(AUTHOR).findFirst({ filters: { name: 'Jules Verne' } });
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    events: ['entry.create'],
    mapping: [{ fieldname: 'sections.author.name', key: 'names' }],
  });

  await app.documents(ARTICLE).create({
    data: {
      title: 'Related',
      sections: [{ __component: 'section.related', author: author?.documentId }],
    },
  });
  await drain(app);

  expect(receiver.requests[0]?.text).toBe('{"names":["Jules Verne"]}');
});

test('a column of the child rows, and a component in a component', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    mapping: [
      { fieldname: 'items.sku', key: 'skus' },
      { fieldname: 'items.dimensions.unit', key: 'units' },
    ],
  });
  const quotation = await app.documents(QUOTATION).findFirst({ filters: { name: 'QTN-00001' } });

  await app
    .documents(QUOTATION)
    .update({ documentId: quotation?.documentId, data: { customer: 'Acme' } });
  await drain(app);

  expect(receiver.requests[0]?.text).toBe(
    '{"skus":["SKU-1","SKU-2","SKU-3"],"units":["cm","cm",null]}',
  );
});

test('relations, components and media that are not set are null, lists empty', async () => {
  const { app, receiver } = scene;
  const paths = [
    'author',
    'author.name',
    'cover',
    'cover.url',
    'seo.title',
    'categories',
    'gallery.url',
    'sections',
  ];
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    events: ['entry.create'],
    mapping: paths.map((fieldname) => ({ fieldname, key: fieldname.replace('.', '_') })),
  });

  await app.documents(ARTICLE).create({ data: { title: 'Bare' } });
  await drain(app);

  expect(receiver.requests[0]?.json).toEqual({
    author: null,
    author_name: null,
    cover: null,
    cover_url: null,
    seo_title: null,
    categories: [],
    gallery_url: [],
    sections: [],
  });
});
