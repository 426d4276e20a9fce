import { DOCUMENT_EVENTS } from '../../../server/src/contracts/webhook-choices';
import { ARTICLE, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { sentValues } from '../../support/sent-values';
import { createWebhook } from '../../support/webhooks';

/** What a document middleware of the app's bootstrap does, and returns, instead of the action. */
type Answer = (params: Record<string, unknown>) => Promise<unknown>;

const scene = useScene();
const answers = new Map<string, Answer>();

beforeAll(() => {
  scene.app.strapi.documents.use((context, next) => {
    const answer = (context.uid as string) === ARTICLE ? answers.get(context.action) : undefined;
    return answer ? (answer(context.params) as never) : next();
  });
});
beforeEach(async () => {
  answers.clear();
  await scene.app.strapi.db.query(ARTICLE).deleteMany({});
  await createWebhook(scene.app, {
    url: scene.receiver.url,
    contentTypes: [ARTICLE],
    events: [...DOCUMENT_EVENTS],
    mapping: ['$event', '$status', 'title', 'slug'].map((fieldname) => ({ fieldname })),
  });
});

const articles = () => scene.app.documents(ARTICLE);
const query = () => scene.app.strapi.db.query(ARTICLE);
const sent = () => sentValues(scene);

async function article(status: 'draft' | 'published' = 'draft'): Promise<Entry> {
  const entry = await articles().create({ data: { title: 'A', slug: 'a' }, status });
  await sent();
  return entry;
}

test('a soft delete is an update of what it hides, and no delete', async () => {
  const { documentId } = await article();
  answers.set('delete', async () => {
    const where = { documentId };
    await query().update({ where, data: { slug: 'hidden' } });
    return { documentId, entries: await query().findMany({ where }) };
  });

  await articles().delete({ documentId });

  expect(await sent()).toEqual(['entry.update draft A hidden']);
});

test('a create that returns what is there already is no create', async () => {
  const existing = await article();
  answers.set('create', () => Promise.resolve(existing));

  expect(await articles().create({ data: { title: 'A' } })).toBe(existing);

  expect(await sent()).toEqual([]);
});

test('a publish that waits for approval is an update of the draft, and no publish', async () => {
  const { documentId } = await article();
  answers.set('publish', async () => {
    const where = { documentId, publishedAt: null };
    const draft: unknown = await query().update({ where, data: { slug: 'waits' } });
    return { documentId, entries: [draft] };
  });

  await articles().publish({ documentId });

  expect(await sent()).toEqual(['entry.update draft A waits']);
});

test('a publish that does nothing is nothing', async () => {
  const { documentId } = await article('published');
  answers.set('publish', async () => ({ documentId, entries: await query().findMany({}) }));

  await articles().publish({ documentId });

  expect(await sent()).toEqual([]);
});

test('an update that is refused, and returns the document as it was, is no update', async () => {
  const existing = await article();
  answers.set('update', () => Promise.resolve(existing));

  const { documentId } = existing;
  await articles().update({ documentId, data: { title: 'B' }, status: 'published' });

  expect(await sent()).toEqual([]);
});

test('an update that creates another version of the document instead tells of that', async () => {
  const { documentId } = await article();
  answers.set('update', async ({ data }) => {
    const copy = data as object;
    return query().create({ data: { ...copy, slug: 'successor', publishedAt: new Date() } });
  });

  await articles().update({ documentId, data: { title: 'B' } });

  expect(await sent()).toEqual(['entry.create published B successor']);
});
