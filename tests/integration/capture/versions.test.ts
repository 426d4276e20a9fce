import { DOCUMENT_EVENTS, type DocumentEvent } from '../../../server/src/contracts/webhook-choices';
import { ARTICLE, HOMEPAGE } from '../../support/documents';
import { setHooks } from '../../support/lifecycle-hooks';
import { addFrench } from '../../support/locales';
import { useScene } from '../../support/scene';
import { sentValues } from '../../support/sent-values';
import { createWebhook } from '../../support/webhooks';

const scene = useScene();
let removal: (() => void) | undefined;

beforeAll(() => addFrench(scene.app));
beforeEach(async () => {
  await watch(ARTICLE, 'slug');
  await scene.app.strapi.db.query(HOMEPAGE).deleteMany({});
});
afterEach(() => removal?.());

const articles = () => scene.app.documents(ARTICLE);
const homepages = () => scene.app.documents(HOMEPAGE);

async function watch(
  uid: string,
  field: string,
  events: readonly DocumentEvent[] = DOCUMENT_EVENTS,
): Promise<void> {
  await createWebhook(scene.app, {
    url: scene.receiver.url,
    contentTypes: [uid],
    events: [...events],
    mapping: ['$event', '$locale', '$status', 'title', field].map((fieldname) => ({ fieldname })),
  });
}

const sent = () => sentValues(scene);

test('a draft that is discarded and was never published is deleted', async () => {
  const { documentId } = await articles().create({ data: { title: 'Hello' } });
  await sent();

  await articles().discardDraft({ documentId });

  expect(await articles().findMany({ locale: '*' })).toEqual([]);
  expect(await sent()).toEqual(['entry.delete en draft Hello']);
});

test('so is the one of a locale that was not, where all are discarded', async () => {
  const data = { title: 'Hello' };
  const { documentId } = await articles().create({ data, status: 'published' });
  await articles().update({ documentId, locale: 'fr', data: { title: 'Bonjour' } });
  await sent();

  await articles().discardDraft({ documentId, locale: '*' });

  expect((await sent()).sort()).toEqual([
    'entry.delete fr draft Bonjour',
    'entry.draft-discard en draft Hello',
  ]);
});

test('a published version whose draft is missing is deleted where it is published', async () => {
  await watch(HOMEPAGE, 'documentId', ['entry.delete', 'entry.publish']);
  const { documentId } = await homepages().create({ data: { title: 'Home' }, status: 'published' });
  const { db } = scene.app.strapi;
  await db.query(HOMEPAGE).delete({ where: { documentId, publishedAt: null } });
  await sent();

  await homepages().publish({ documentId });

  expect(await sent()).toEqual([`entry.delete published Home ${documentId}`]);
});

test('a version that another takes the place of is not deleted', async () => {
  const { documentId } = await articles().create({ data: { title: 'Hello' }, status: 'published' });
  await articles().update({ documentId, locale: 'fr', data: { title: 'Bonjour' } });
  await sent();

  await articles().publish({ documentId });
  await articles().discardDraft({ documentId });

  expect(await sent()).toEqual([
    'entry.publish en published Hello',
    'entry.draft-discard en draft Hello',
  ]);
});

test('an update where the draft is missing creates it', async () => {
  await watch(HOMEPAGE, 'documentId', ['entry.create']);
  const { documentId } = await homepages().create({ data: { title: 'Home' }, status: 'published' });
  const { db } = scene.app.strapi;
  await db.query(HOMEPAGE).delete({ where: { documentId, publishedAt: null } });
  await sent();

  await homepages().update({ documentId, data: { title: 'Home again' } });

  expect(await sent()).toEqual([`entry.create draft Home again ${documentId}`]);
});

test('an update of a type without locales is one, also where its row was given a locale', async () => {
  await watch(HOMEPAGE, 'documentId', ['entry.create', 'entry.update']);
  const data = { title: 'Home', locale: 'en' };
  const { documentId } = await homepages().create({ data });
  await sent();

  await homepages().update({ documentId, data: { title: 'Home again' } });

  expect(await sent()).toEqual([`entry.update draft Home again ${documentId}`]);
});

describe('what a hook writes by a query to the other version of its document', () => {
  test('the draft, while it is published, is an update of its own', async () => {
    const { documentId } = await articles().create({ data: { title: 'Hello' } });
    await sent();
    removal = setHooks(scene.app, 'lifecycles.js', ARTICLE, {
      async afterCreate() {
        removal?.();
        const where = { documentId, publishedAt: null };
        await scene.app.strapi.db.query(ARTICLE).update({ where, data: { slug: 'by-hook' } });
      },
    });

    await articles().publish({ documentId });

    expect(await sent()).toEqual([
      'entry.publish en published Hello',
      'entry.update en draft Hello by-hook',
    ]);
  });

  test('what is published, while the draft is updated, is merged into that update', async () => {
    const data = { title: 'Hello' };
    const { documentId } = await articles().create({ data, status: 'published' });
    await sent();
    removal = setHooks(scene.app, 'lifecycles.js', ARTICLE, {
      async afterUpdate() {
        removal?.();
        const where = { documentId, publishedAt: { $ne: null } };
        await scene.app.strapi.db.query(ARTICLE).update({ where, data: { slug: 'live' } });
      },
    });

    await articles().update({ documentId, data: { title: 'Changed' } });

    expect(await sent()).toEqual(['entry.update en draft Changed']);
  });
});
