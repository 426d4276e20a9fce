import { containerOf } from '../../../../server/src/container';
import { superAdmin } from '../../../support/admin-api';
import { alterDelivery, countDeliveries, deliveriesOf, drain } from '../../../support/deliveries';
import { ARTICLE, QUOTATION, type Entry } from '../../../support/documents';
import { useScene } from '../../../support/scene';
import { createWebhook, updateWebhook } from '../../../support/webhooks';

const scene = useScene();
const MAPPING = [{ fieldname: '$sequence', key: 'sequence' }];
let created = 0;

function quotation(): Promise<Entry> {
  created += 1;
  return scene.app.documents(QUOTATION).create({ data: { name: `QTN-${String(created)}` } });
}

async function update({ documentId }: Entry, times = 1): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    await scene.app.documents(QUOTATION).update({ documentId, data: { customer: String(i) } });
  }
}

async function sequencesOf(webhook: Entry): Promise<(number | null)[]> {
  return (await deliveriesOf(scene.app, webhook)).map(({ sequence }) => sequence);
}

test('a webhook’s deliveries of a document count 1, 2, 3, in the body and in the log', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, mapping: MAPPING });

  await update(await quotation(), 3);
  await receiver.received(3);

  const bodies = receiver.requests.map(({ json }) => json);
  expect(bodies).toEqual([{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }]);
  expect(await sequencesOf(webhook)).toEqual([1, 2, 3]);
});

test('the admin API tells it', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url });
  await update(await quotation(), 2);
  const api = await superAdmin(app);

  const answer = await api.call(
    'get',
    `/document-webhooks/deliveries?webhook=${webhook.documentId}`,
  );

  const { data } = answer.body as { data: { sequence: number }[] };
  expect(data.map(({ sequence }) => sequence)).toEqual([2, 1]);
});

test('documents and webhooks count apart', async () => {
  const { app, receiver } = scene;
  const early = await createWebhook(app, { url: receiver.url });
  const [one, other] = [await quotation(), await quotation()];
  await update(one, 2);
  const late = await createWebhook(app, { url: receiver.url });

  await update(other);
  await update(one);

  expect(await sequencesOf(early)).toEqual([1, 2, 1, 3]);
  expect(await sequencesOf(late)).toEqual([1, 1]);
});

test('two events of one write follow each other', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    events: ['entry.create', 'entry.publish'],
    mapping: [...MAPPING, { fieldname: '$event', key: 'event' }],
  });

  await app.documents(ARTICLE).create({ data: { title: 'At once' }, status: 'published' });
  await receiver.received(2);

  expect(receiver.requests.map(({ json }) => json)).toEqual([
    { sequence: 1, event: 'entry.create' },
    { sequence: 2, event: 'entry.publish' },
  ]);
  expect(await sequencesOf(webhook)).toEqual([1, 2]);
});

test('what moves behind another within a transaction counts on, where numbers may be missing', async () => {
  const { app, receiver } = scene;
  const articles = app.documents(ARTICLE);
  const { documentId } = await articles.create({ data: { title: 'A' } });
  const webhook = await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    events: ['entry.update', 'entry.publish'],
    mapping: [...MAPPING, { fieldname: '$event', key: 'event' }],
    condition: 'doc.title != "Hidden"',
  });

  await app.strapi.db.transaction(async () => {
    for (const title of ['B', 'C']) {
      await articles.update({ documentId, data: { title } });
      await articles.publish({ documentId });
    }
  });
  await app.strapi.db.transaction(async () => {
    await articles.update({ documentId, data: { title: 'D' } });
    await articles.publish({ documentId });
    await articles.update({ documentId, data: { title: 'Hidden' } });
  });
  await articles.update({ documentId, data: { title: 'E' } });
  await receiver.received(4);

  const sent = receiver.requests.map(({ json }) => json as { event: string; sequence: number });
  expect(sent.map(({ event }) => event)).toEqual([
    'entry.update',
    'entry.publish',
    'entry.publish',
    'entry.update',
  ]);
  const sequences = sent.map(({ sequence }) => sequence);
  expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
  expect(await sequencesOf(webhook)).toEqual(sequences);
});

test('a rolled-back write takes no number', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url });
  const document = await quotation();
  const failing = app.strapi.db.transaction(async () => {
    await update(document);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');

  await update(document);

  expect(await sequencesOf(webhook)).toEqual([1]);
});

test('what is captured while paused counts on', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, mapping: MAPPING });
  const document = await quotation();
  await update(document);
  await receiver.received(1);
  await updateWebhook(app, webhook, { state: 'paused' });
  await update(document, 2);

  await updateWebhook(app, webhook, { state: 'enabled' });
  await receiver.received(3);

  const bodies = receiver.requests.map(({ json }) => json);
  expect(bodies).toEqual([{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }]);
});

describe('after pruning', () => {
  async function prune(webhook: Entry, which: (sequence: number | null) => boolean): Promise<void> {
    const { app } = scene;
    for (const { id, sequence } of await deliveriesOf(app, webhook)) {
      if (which(sequence)) await alterDelivery(app, id, { due_at: 0 });
    }
    await containerOf(app.strapi).retention.pruneNow();
  }

  test('it goes on where nothing is left', async () => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, { url: receiver.url, mapping: MAPPING });
    const document = await quotation();
    await update(document, 2);
    await receiver.received(2);
    await drain(app);
    await prune(webhook, () => true);
    expect(await deliveriesOf(app, webhook)).toEqual([]);

    await update(document, 2);
    await receiver.received(4);

    const bodies = receiver.requests.map(({ json }) => json);
    expect(bodies.slice(2)).toEqual([{ sequence: 3 }, { sequence: 4 }]);
  });

  test('it goes on twice', async () => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, { url: receiver.url });
    const document = await quotation();
    for (let round = 0; round < 2; round += 1) {
      await update(document);
      await drain(app);
      await prune(webhook, () => true);
    }

    await update(document);

    expect(await sequencesOf(webhook)).toEqual([3]);
  });

  test('it goes on where the newest alone is gone', async () => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, { url: receiver.url });
    const document = await quotation();
    await update(document, 3);
    await drain(app);
    const before = await countDeliveries(app);
    await prune(webhook, (sequence) => sequence === 3);
    expect(await countDeliveries(app)).toBe(before - 1);

    await update(document);

    expect(await sequencesOf(webhook)).toEqual([1, 2, 4]);
  });
});
