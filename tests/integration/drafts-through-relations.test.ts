import { drain } from '../support/deliveries';
import { ARTICLE, AUTHOR, CATEGORY, HOMEPAGE, type Entry } from '../support/documents';
import { useScene } from '../support/scene';
import { createWebhook } from '../support/webhooks';

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
