import { DOCUMENT_EVENTS } from '../../../server/src/contracts/webhook-choices';
import { databaseKind } from '../../support/databases';
import { drain } from '../../support/deliveries';
import {
  ARTICLE,
  AUTHOR,
  CATEGORY,
  HOMEPAGE,
  QUOTATION,
  WEBHOOK,
  type Entry,
} from '../../support/documents';
import { eventually } from '../../support/eventually';
import type { Received } from '../../support/receiver';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene({ seed: true });

interface WebhookStore {
  createWebhook(webhook: object): Promise<object>;
}
interface WebhookRunner {
  add(webhook: object): void;
}

interface Body {
  event: string;
  createdAt: string;
  model: string;
  uid: string;
  entry: Record<string, unknown>;
}

beforeAll(async () => {
  const { app, receiver } = scene;
  const store = app.strapi.get<WebhookStore>('webhookStore');
  const builtIn = await store.createWebhook({
    name: 'Built-in',
    url: `${receiver.url}/built-in`,
    headers: {},
    events: [...DOCUMENT_EVENTS],
    isEnabled: true,
  });
  app.strapi.get<WebhookRunner>('webhookRunner').add(builtIn);
});

beforeEach(async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: `${receiver.url}/ours`,
    contentTypes: [ARTICLE, QUOTATION, HOMEPAGE, AUTHOR],
    events: [...DOCUMENT_EVENTS],
    payload: 'document',
  });
});

/** Both webhooks' requests for the events of one write, in the order of the event's name. */
async function bothAfter(
  write: () => Promise<unknown>,
  events: string[],
): Promise<[Received, Received][]> {
  const { app, receiver } = scene;
  receiver.requests.length = 0;
  await write();
  await drain(app);
  const [ours, theirs] = await eventually(() => {
    const both = [sorted('/ours'), sorted('/built-in')] as const;
    for (const requests of both) expect(requests).toHaveLength(events.length);
    return both;
  });
  expect(ours.map(({ headers }) => headers['x-strapi-event'])).toEqual([...events].sort());
  expect(theirs.map(({ headers }) => headers['x-strapi-event'])).toEqual([...events].sort());
  return ours.map((our, i) => [our, theirs[i] as Received]);
}

/** The built-in webhook also hears of the webhooks that the test makes. */
function sorted(path: string): Received[] {
  return scene.receiver
    .requestsAt(path)
    .filter(({ json }) => (json as Body).uid !== WEBHOOK)
    .sort((a, b) => orderOf(a).localeCompare(orderOf(b)));
}

function orderOf({ json }: Received): string {
  const { event, entry } = json as Body;
  return `${event} ${String(entry['locale'])}`;
}

/** The text itself, so that the order of keys counts too; only the time of the event may differ. */
function textWithoutTime({ text, json }: Received): string {
  const { createdAt } = json as Body;
  expect(new Date(createdAt).toISOString()).toBe(createdAt);
  return text.replace(`"createdAt":"${createdAt}"`, '"createdAt":""');
}

async function expectSameBodies(write: () => Promise<unknown>, events: string[]): Promise<void> {
  for (const [ours, theirs] of await bothAfter(write, events)) {
    expect(ours.headers['content-type']).toBe(theirs.headers['content-type']);
    expect(ours.json).toMatchObject({ entry: { documentId: expect.any(String) as string } });
    expect(JSON.parse(textWithoutTime(ours))).toEqual(JSON.parse(textWithoutTime(theirs)));
    // Elsewhere Strapi reads relations side by side, and its keys stand as the answers came.
    if (databaseKind === 'sqlite') expect(textWithoutTime(ours)).toBe(textWithoutTime(theirs));
  }
}

async function seededArticle(slug: string): Promise<Entry> {
  const found = await scene.app.documents(ARTICLE).findFirst({ filters: { slug }, locale: 'en' });
  if (!found) throw new Error('The seed has no such article');
  return found;
}

/** An article with something of all kinds. */
async function fullArticle() {
  const [category] = await scene.app.documents(CATEGORY).findMany();
  const [author] = await scene.app.documents(AUTHOR).findMany();
  const file = (await scene.app.strapi.db.query('plugin::upload.file').findOne({})) as {
    id: number;
  };
  const data = {
    title: 'Short-lived',
    internalNotes: 'hush',
    author: author?.documentId,
    categories: [category?.documentId],
    cover: file.id,
    seo: { title: 'Seo', meta: [{ name: 'robots' }] },
    sections: [{ __component: 'section.quote', text: 'Words' }],
  };
  return { data, category, author, file };
}

test('create and update of a type with components', async () => {
  const documents = scene.app.documents(QUOTATION);
  let created: Entry | undefined;

  await expectSameBodies(async () => {
    created = await documents.create({
      data: { name: 'QTN-X', total: 1.5, items: [{ sku: 'A', qty: 2, dimensions: { unit: 'm' } }] },
    });
  }, ['entry.create']);
  await expectSameBodies(
    () => documents.update({ documentId: created?.documentId, data: { customer: 'Acme' } }),
    ['entry.update'],
  );
});

test.each([
  ['draft', ['entry.create']],
  ['published', ['entry.create', 'entry.publish']],
])('create of an article with relations, media and a dynamic zone, %s', async (status, events) => {
  const { data } = await fullArticle();

  await expectSameBodies(() => scene.app.documents(ARTICLE).create({ data, status }), events);
});

test('clone of an article with relations, media and a dynamic zone', async () => {
  const { documentId } = await seededArticle('notes-on-the-engine');
  const data = { slug: 'notes-on-a-copy' };

  await expectSameBodies(
    () => scene.app.documents(ARTICLE).clone({ documentId, locale: 'en', data }),
    ['entry.create'],
  );
});

test('update, publish, discard of an article with relations, media and a dynamic zone', async () => {
  const documents = scene.app.documents(ARTICLE);
  const { documentId } = await seededArticle('notes-on-the-engine');
  const locale = 'en';

  await expectSameBodies(
    () => documents.update({ documentId, locale, data: { title: 'Notes, again' } }),
    ['entry.update'],
  );
  await expectSameBodies(() => documents.publish({ documentId, locale }), ['entry.publish']);
  await documents.update({ documentId, locale, data: { title: 'Discard me' } });
  await drain(scene.app);
  await expectSameBodies(
    () => documents.discardDraft({ documentId, locale }),
    ['entry.draft-discard'],
  );
});

test('publish of all locales, one event each', async () => {
  const documents = scene.app.documents(ARTICLE);
  const { documentId } = await seededArticle('around-the-world');

  await expectSameBodies(
    () => documents.publish({ documentId, locale: '*' }),
    ['entry.publish', 'entry.publish'],
  );
});

test('update of a single type whose relation leads to drafts', async () => {
  const documents = scene.app.documents(HOMEPAGE);
  const found = await documents.findFirst();

  await expectSameBodies(
    () => documents.update({ documentId: found?.documentId, data: { title: 'New' } }),
    ['entry.update'],
  );
});

test.each([
  ['delete', 'entry.delete'],
  ['unpublish', 'entry.unpublish'],
] as const)(
  '%s: the same fields, and relations, media and components besides',
  async (action, event) => {
    const documents = scene.app.documents(ARTICLE);
    const { data, category, author, file } = await fullArticle();
    const { documentId } = await documents.create({ data, status: 'published' });
    await drain(scene.app);
    await eventually(() => expect(sorted('/built-in')).toHaveLength(2));
    if (action === 'delete') {
      await documents.unpublish({ documentId });
      await drain(scene.app);
      await eventually(() => expect(sorted('/built-in')).toHaveLength(3));
    }
    const [pair] = await bothAfter(() => documents[action]({ documentId }), [event]);

    const [ours, theirs] = (pair ?? []).map(({ json }) => json as Body) as [Body, Body];
    const { entry: theirEntry, createdAt: _their, ...theirHead } = theirs;
    const { entry: ourEntry, createdAt: _our, ...ourHead } = ours;
    expect(ourHead).toEqual(theirHead);
    for (const [name, value] of Object.entries(theirEntry)) {
      expect([name, ourEntry[name]]).toEqual([name, value]);
    }
    const added = Object.keys(ourEntry).filter((name) => !(name in theirEntry));
    expect(added.sort()).toEqual(
      expect.arrayContaining(['author', 'categories', 'cover', 'gallery', 'sections', 'seo']),
    );
    expect(ourEntry).toMatchObject({
      author: { name: author?.['name'] },
      categories: [{ name: category?.['name'] }],
      cover: { id: file.id },
      seo: { title: 'Seo', meta: [{ name: 'robots' }] },
      sections: [{ __component: 'section.quote', text: 'Words' }],
    });
    expect(ourEntry).not.toHaveProperty('internalNotes');
  },
);
