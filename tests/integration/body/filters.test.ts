import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { deliveriesOf, drain } from '../../support/deliveries';
import { ARTICLE, AUTHOR, CATEGORY, QUOTATION, type Entry } from '../../support/documents';
import { addFrench } from '../../support/locales';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene();

beforeAll(async () => {
  await addFrench(scene.app);
});

function listen(input: WebhookInput): Promise<Entry> {
  return createWebhook(scene.app, {
    url: scene.receiver.url,
    contentTypes: [ARTICLE],
    mapping: [{ fieldname: 'title' }],
    ...input,
  });
}

/** Bodies that arrived since the last call. */
async function sent(): Promise<unknown[]> {
  const { app, receiver } = scene;
  await drain(app);
  return receiver.requests.splice(0).map(({ json }) => json);
}

async function logOf(webhook: Entry): Promise<[string, string | null][]> {
  const deliveries = await deliveriesOf(scene.app, webhook);
  return deliveries.map(({ status, reason }) => [status, reason]);
}

describe('locales', () => {
  test('only the chosen ones', async () => {
    await listen({ events: ['entry.create'], locales: ['fr'] });
    const articles = scene.app.documents(ARTICLE);
    const { documentId } = await articles.create({ data: { title: 'Hello' }, locale: 'en' });
    await articles.update({ documentId, locale: 'fr', data: { title: 'Bonjour' } });
    expect(await sent()).toEqual([{ title: 'Bonjour' }]);
  });

  test('a type without locales passes', async () => {
    await listen({
      contentTypes: [QUOTATION],
      events: ['entry.create'],
      locales: ['fr'],
      mapping: [{ fieldname: 'name' }],
    });
    await scene.app.documents(QUOTATION).create({ data: { name: 'Q-locales' } });
    expect(await sent()).toEqual([{ name: 'Q-locales' }]);
  });
});

describe('watchedFields', () => {
  async function relations() {
    const { app } = scene;
    const [ada, bob] = await Promise.all(
      ['Ada', 'Bob'].map((name) => app.documents(AUTHOR).create({ data: { name } })),
    );
    const [one, two] = await Promise.all(
      ['One', 'Two'].map((name) => app.documents(CATEGORY).create({ data: { name } })),
    );
    if (!ada || !bob || !one || !two) throw new Error('They were not created');
    return { ada, bob, one, two };
  }

  test.each<[string, string, object, object]>([
    ['a scalar', 'priority', { priority: 1 }, { priority: 2 }],
    ['json', 'metadata', { metadata: { a: [1] } }, { metadata: { a: [2] } }],
    ['a datetime', 'publishOn', {}, { publishOn: '2026-01-01T00:00:00.000Z' }],
    ['a component', 'seo', { seo: { title: 'A' } }, { seo: { title: 'B' } }],
    ['a field of a component', 'seo.title', { seo: { title: 'A' } }, { seo: { title: 'B' } }],
    [
      'a component within one',
      'seo',
      { seo: { title: 'A', meta: [{ name: 'x' }] } },
      { seo: { title: 'A', meta: [{ name: 'y' }] } },
    ],
    [
      'the order of components',
      'seo.meta',
      { seo: { meta: [{ name: 'x' }, { name: 'y' }] } },
      { seo: { meta: [{ name: 'y' }, { name: 'x' }] } },
    ],
    [
      'a dynamic zone',
      'sections',
      { sections: [{ __component: 'section.quote', text: 'A' }] },
      { sections: [{ __component: 'section.quote', text: 'B' }] },
    ],
  ])('%s that changes counts, and one that stays does not', async (_, path, before, after) => {
    const webhook = await listen({
      events: ['entry.update'],
      watchedFields: [path],
      recordSkipped: true,
    });
    const articles = scene.app.documents(ARTICLE);
    const { documentId } = await articles.create({ data: { title: 'A', ...before } });

    await articles.update({ documentId, data: { ...before } });
    await articles.update({ documentId, data: { title: 'B', ...before } });
    expect(await sent()).toEqual([]);

    await articles.update({ documentId, data: { ...after } });
    expect(await sent()).toEqual([{ title: 'B' }]);
    expect((await logOf(webhook)).slice(0, 2)).toEqual([
      ['skipped', `None of the watched fields changed: ${path}`],
      ['skipped', `None of the watched fields changed: ${path}`],
    ]);
  });

  test('relations count by which documents they lead to, and in which order', async () => {
    await listen({ events: ['entry.update'], watchedFields: ['author', 'categories'] });
    const { ada, bob, one, two } = await relations();
    const articles = scene.app.documents(ARTICLE);
    const { documentId } = await articles.create({
      data: { title: 'R', author: ada.documentId, categories: [one.documentId, two.documentId] },
    });
    const update = async (data: object) => {
      await articles.update({ documentId, data });
      return (await sent()).length;
    };

    expect(await update({ author: ada.documentId })).toBe(0);
    expect(await update({ author: bob.documentId })).toBe(1);
    expect(await update({ categories: [one.documentId, two.documentId] })).toBe(0);
    expect(await update({ categories: [two.documentId, one.documentId] })).toBe(1);
    expect(await update({ categories: [two.documentId] })).toBe(1);
    expect(await update({ author: null })).toBe(1);
  });

  test('media count by which file it is', async () => {
    await listen({ events: ['entry.update'], watchedFields: ['cover'] });
    const file = (name: string) =>
      scene.app.strapi.db.query('plugin::upload.file').create({
        data: { name, hash: name, mime: 'image/png', size: 1, url: `/${name}`, provider: 'local' },
      }) as Promise<{ id: number }>;
    const [first, second] = [await file('one.png'), await file('two.png')];
    const articles = scene.app.documents(ARTICLE);
    const { documentId } = await articles.create({ data: { title: 'M', cover: first.id } });

    await articles.update({ documentId, data: { cover: first.id } });
    expect(await sent()).toEqual([]);
    await articles.update({ documentId, data: { cover: second.id } });
    expect(await sent()).toHaveLength(1);
  });

  test('only updates are filtered', async () => {
    await listen({ events: ['entry.create', 'entry.publish'], watchedFields: ['priority'] });
    const articles = scene.app.documents(ARTICLE);
    const { documentId } = await articles.create({ data: { title: 'P' } });
    await articles.publish({ documentId });
    expect(await sent()).toHaveLength(2);
  });
});

describe('condition', () => {
  const quotations = () => scene.app.documents(QUOTATION);
  const listenTo = (input: WebhookInput) =>
    listen({
      contentTypes: [QUOTATION],
      events: ['entry.create', 'entry.update'],
      mapping: [{ fieldname: 'total' }],
      ...input,
    });

  test('matches: only what it is true of, and the log names the clause that was not', async () => {
    const webhook = await listenTo({
      condition: 'event = "entry.create" and ($number(doc.total) > 100 or doc.customer = "VIP")',
      recordSkipped: true,
    });
    await quotations().create({ data: { name: 'C1', total: 50, customer: 'VIP' } });
    const { documentId } = await quotations().create({ data: { name: 'C2', total: 50 } });
    await quotations().update({ documentId, data: { total: 500 } });

    expect(await sent()).toHaveLength(1);
    expect(await logOf(webhook)).toEqual([
      ['delivered', null],
      ['skipped', 'The condition was not met: ($number(doc.total) > 100 or doc.customer = "VIP")'],
      ['skipped', 'The condition was not met: event = "entry.create"'],
    ]);
  });

  test('a filtered event is not stored without recordSkipped', async () => {
    const webhook = await listenTo({ condition: 'doc.customer = "VIP"' });
    await quotations().create({ data: { name: 'C3' } });
    expect(await logOf(webhook)).toEqual([]);
  });

  test('becomes-true: when it turns true, and when the document is born with it', async () => {
    await listenTo({
      condition: '$number(doc.total) > 100',
      conditionMode: 'becomes-true',
      mapping: [{ fieldname: 'name' }, { fieldname: '$event' }],
    });
    const { documentId } = await quotations().create({ data: { name: 'B1', total: 200 } });
    const update = (data: object) => quotations().update({ documentId, data });
    await update({ total: 300 });
    await update({ total: 10 });
    await update({ total: 20 });
    await update({ total: 400 });
    expect(await sent()).toEqual([
      { name: 'B1', $event: 'entry.create' },
      { name: 'B1', $event: 'entry.update' },
    ]);
  });

  test('components and relations of it are read', async () => {
    await listenTo({ condition: '$sum(doc.items.$number(amount)) > 10' });
    await quotations().create({ data: { name: 'I1', items: [{ amount: 4 }, { amount: 5 }] } });
    await quotations().create({ data: { name: 'I2', items: [{ amount: 6 }, { amount: 5 }] } });
    expect(await sent()).toHaveLength(1);
  });

  test('writes of one transaction are judged together', async () => {
    const webhook = await listenTo({
      events: ['entry.update'],
      condition: 'doc.customer = "VIP"',
      conditionMode: 'becomes-true',
      recordSkipped: true,
    });
    const { documentId } = await quotations().create({ data: { name: 'T1', customer: 'No' } });
    const update = (customer: string) => quotations().update({ documentId, data: { customer } });
    const { db } = scene.app.strapi;

    await db.transaction(async () => {
      await update('VIP');
      await update('No');
    });
    expect(await sent()).toEqual([]);
    await db.transaction(async () => {
      await update('Other');
      await update('VIP');
      await update('VIP');
    });
    expect(await sent()).toHaveLength(1);
    expect((await logOf(webhook)).map(([status]) => status)).toEqual(['skipped', 'delivered']);
  });

  test('a request for many documents is sent, although one of them is filtered out', async () => {
    const webhook = await listenTo({
      events: ['entry.create', 'entry.update'],
      condition: 'doc.customer = "VIP"',
      coalesceScope: 'webhook',
      recordSkipped: true,
      mapping: [{ fieldname: 'customer' }],
    });
    await scene.app.strapi.db.transaction(async () => {
      await quotations().create({ data: { name: 'W1', customer: 'VIP' } });
      const { documentId } = await quotations().create({ data: { name: 'W2', customer: 'VIP' } });
      await quotations().update({ documentId, data: { customer: 'No' } });
    });
    expect(await sent()).toEqual([{ customer: 'VIP' }]);
    expect((await logOf(webhook)).map(([status]) => status)).toEqual(['delivered', 'skipped']);
  });

  test('a condition that fails is logged even without recordSkipped, and the save succeeds', async () => {
    const webhook = await listenTo({ condition: '$number(doc.customer) > 1' });
    const { documentId } = await quotations().create({ data: { name: 'F1', customer: 'x' } });
    expect(await quotations().findOne({ documentId })).toMatchObject({ name: 'F1' });
    const [[status, reason] = ['', '']] = await logOf(webhook);
    expect(status).toBe('skipped');
    expect(reason).toMatch(/^The condition failed: .*number/i);
  });

  test('a skipped delivery can be redelivered', async () => {
    const { app } = scene;
    const webhook = await listenTo({ condition: 'doc.total = "never"', recordSkipped: true });
    await quotations().create({ data: { name: 'H1', total: 7 } });
    const [skipped] = await deliveriesOf(app, webhook);
    expect(skipped).toMatchObject({ status: 'skipped', sequence: null });
    await app.service('outbox').redeliver(skipped?.id ?? '', 'original');
    expect(await sent()).toEqual([{ total: 7 }]);
  });
});
