import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { drain } from '../../support/deliveries';
import { ARTICLE, AUTHOR, CATEGORY, HOMEPAGE, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene();
let category: Entry;
let author: Entry;
let published: Entry;
let draft: Entry;

beforeAll(async () => {
  const { app } = scene;
  category = await app.documents(CATEGORY).create({ data: { name: 'Engines' } });
  author = await app.documents(AUTHOR).create({ data: { name: 'Ada' } });
  const related = { categories: [category.documentId], author: author.documentId };
  published = await app.documents(ARTICLE).create({ data: { title: 'Published', ...related } });
  await app.documents(ARTICLE).publish({ documentId: published.documentId });
  await app.documents(ARTICLE).update({
    documentId: published.documentId,
    data: { title: 'Changed since' },
  });
  draft = await app.documents(ARTICLE).create({
    data: {
      title: 'Never published',
      ...related,
      sections: [{ __component: 'section.related', articles: [published.documentId] }],
    },
  });
});

async function bodyOf(
  uid: string,
  fieldnames: string[],
  write: () => Promise<unknown>,
): Promise<unknown> {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [uid],
    mapping: fieldnames.map((fieldname) => ({ fieldname, key: fieldname.replaceAll('.', '_') })),
  });
  await write();
  await drain(app);
  expect(receiver.requests).toHaveLength(1);
  return receiver.requests[0]?.json;
}

test.each([
  [CATEGORY, () => category],
  [AUTHOR, () => author],
] as const)('%s, which has no drafts, brings published articles only', async (uid, entry) => {
  const { documentId } = entry();

  const body = await bodyOf(uid, ['articles', 'articles.title'], () =>
    scene.app.documents(uid).update({ documentId, data: { name: entry()['name'] } }),
  );

  expect(body).toEqual({
    articles: [expect.objectContaining({ title: 'Published' })],
    articles_title: ['Published'],
  });
});

test("an article's draft keeps its relations, and what they lead back to is published", async () => {
  const { documentId } = draft;

  const body = await bodyOf(
    ARTICLE,
    [
      'title',
      'author.name',
      'categories.name',
      'categories.articles.title',
      'sections.articles.title',
    ],
    () => scene.app.documents(ARTICLE).update({ documentId, data: { priority: 1 } }),
  );

  expect(body).toEqual({
    title: 'Never published',
    author_name: 'Ada',
    categories_name: ['Engines'],
    categories_articles_title: [['Published']],
    sections_articles_title: [['Changed since']],
  });
});

test('a draft that relates to drafts brings drafts', async () => {
  const { app } = scene;

  const body = await bodyOf(HOMEPAGE, ['featured.title'], async () => {
    const { documentId } = await app.documents(HOMEPAGE).create({ data: { title: 'Home' } });
    const featured = [published.documentId, draft.documentId];
    await app.documents(HOMEPAGE).update({ documentId, data: { featured } });
  });

  expect(body).toEqual({ featured_title: ['Changed since', 'Never published'] });
});

const FILE = 'plugin::upload.file';

interface Body {
  entry: Record<string, unknown>;
}

async function documentsAfter(
  input: Pick<WebhookInput, 'contentTypes' | 'events'>,
  write: () => Promise<unknown>,
): Promise<Body['entry'][]> {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, payload: 'document', mapping: [], ...input });
  await write();
  await drain(app);
  return receiver.requests.map(({ json }) => (json as Body).entry);
}

test.each([CATEGORY, AUTHOR])(
  'the whole document of %s, which has no drafts, brings published articles only, also as it is deleted',
  async (uid) => {
    const { app } = scene;
    const events = ['entry.update' as const, 'entry.delete' as const];
    const both = [published.documentId, draft.documentId];
    const data = { name: 'Short-lived', articles: both };
    const { documentId } = await app.documents(uid).create({ data });

    const bodies = await documentsAfter({ contentTypes: [uid], events }, async () => {
      await app.documents(uid).update({ documentId, data: { name: 'Renamed' } });
      await app.documents(uid).delete({ documentId });
    });

    expect(bodies).toEqual([
      expect.objectContaining({ articles: [expect.objectContaining({ title: 'Published' })] }),
      expect.objectContaining({ articles: [expect.objectContaining({ title: 'Published' })] }),
    ]);
  },
);

test('the whole document of a file, whose relations are polymorphic, brings published articles only', async () => {
  const { app } = scene;
  const file = (await app.strapi.db.query(FILE).create({
    data: {
      name: 'cover',
      hash: 'cover',
      mime: 'image/png',
      size: 1,
      url: '/c',
      provider: 'local',
    },
  })) as Entry;
  const articles = app.documents(ARTICLE);
  const { documentId } = await articles.create({ data: { title: 'Shown', cover: file.id } });
  await articles.publish({ documentId });
  await articles.update({ documentId, data: { title: 'Hidden', cover: file.id } });

  const bodies = await documentsAfter({ contentTypes: [FILE], events: ['entry.update'] }, () =>
    app.strapi.db.query(FILE).update({ where: { id: file.id }, data: { caption: 'new' } }),
  );

  expect(bodies).toEqual([
    expect.objectContaining({ related: [expect.objectContaining({ title: 'Shown' })] }),
  ]);
});

test("the whole document of an article's draft keeps the drafts it relates to", async () => {
  const { app } = scene;
  const home = await app.documents(HOMEPAGE).create({ data: { title: 'Home' } });
  const featured = [published.documentId, draft.documentId];

  const bodies = await documentsAfter(
    { contentTypes: [HOMEPAGE], events: ['entry.update', 'entry.publish'] },
    async () => {
      await app.documents(HOMEPAGE).update({ documentId: home.documentId, data: { featured } });
      await app.documents(HOMEPAGE).publish({ documentId: home.documentId });
    },
  );

  expect(bodies.map((entry) => (entry['featured'] as Entry[]).map((it) => it['title']))).toEqual([
    ['Changed since', 'Never published'],
    ['Published'],
  ]);
});

test('a published document shows a relation from the next time it is published, not from when that was published', async () => {
  const { app } = scene;
  const later = await app.documents(ARTICLE).create({ data: { title: 'Published later' } });
  const home = await app.documents(HOMEPAGE).create({
    data: { title: 'Home', featured: [later.documentId] },
  });
  const publish = (uid: string, { documentId }: Entry) =>
    app.documents(uid).publish({ documentId });

  const bodies = await documentsAfter(
    { contentTypes: [HOMEPAGE], events: ['entry.publish'] },
    async () => {
      await publish(HOMEPAGE, home);
      await publish(ARTICLE, later);
      await publish(HOMEPAGE, home);
    },
  );

  expect(bodies.map((entry) => (entry['featured'] as Entry[]).map((it) => it['title']))).toEqual([
    [],
    ['Published later'],
  ]);
});
