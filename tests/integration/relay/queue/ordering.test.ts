import { deliveriesOf, drain, settled } from '../../../support/deliveries';
import { ARTICLE, QUOTATION, type Entry } from '../../../support/documents';
import { gate } from '../../../support/gate';
import type { Received } from '../../../support/receiver';
import { useScene } from '../../../support/scene';
import { createSecondRelay } from '../../../support/second-relay';
import { createWebhook, updateWebhook } from '../../../support/webhooks';

const scene = useScene();
const MAPPING = [{ fieldname: 'name' }, { fieldname: 'customer' }];
let created = 0;

function quotation(): Promise<Entry> {
  created += 1;
  return scene.app.documents(QUOTATION).create({ data: { name: `QTN-${String(created)}` } });
}

async function update({ documentId }: Entry, customer: string): Promise<void> {
  await scene.app.documents(QUOTATION).update({ documentId, data: { customer } });
  // SQLite answers synchronously: without a turn of the loop no request would leave.
  await new Promise((resolve) => setImmediate(resolve));
}

function customersOf(requests: Received[]): string[] {
  return requests.map(({ json }) => (json as { customer: string }).customer);
}

/** Milliseconds between a request and the next. */
function gapsOf(requests: Received[]): number[] {
  return requests.slice(1).map(({ at }, i) => at - (requests[i]?.at ?? 0));
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i));
}

test('what follows a failed delivery waits until that has arrived', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 500, 200);
  await createWebhook(app, { url: receiver.url, mapping: MAPPING, retryDelays: [0.3, 0.3] });
  const document = await quotation();

  await update(document, 'first');
  await receiver.received(1);
  await update(document, 'second');
  await receiver.received(4);

  expect(customersOf(receiver.requests)).toEqual(['first', 'first', 'first', 'second']);
});

test('fast saves of one document arrive in their order, one at a time', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ delayMs: 10 });
  await createWebhook(app, { url: receiver.url, mapping: MAPPING });
  const document = await quotation();

  for (const customer of numbered(20)) await update(document, customer);
  await receiver.received(20, 15_000);
  await drain(app);

  expect(customersOf(receiver.requests)).toEqual(numbered(20));
  expect(receiver.mostOpen()).toBe(1);
});

test('two relays keep the order of each document, and send different documents side by side', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ delayMs: 20 });
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: MAPPING,
    state: 'paused',
  });
  const documents = [await quotation(), await quotation(), await quotation()];
  for (const customer of numbered(8)) {
    for (const document of documents) await update(document, customer);
  }
  const second = createSecondRelay(app);
  await second.start();

  await updateWebhook(app, webhook, { state: 'enabled' });
  for (const document of documents) await update(document, '8');
  await receiver.received(27, 15_000);
  await second.stop();

  for (const { name } of documents) {
    const own = receiver.requests.filter(({ json }) => (json as Entry)['name'] === name);
    expect(customersOf(own)).toEqual(numbered(9));
    // A timer may be a millisecond early.
    for (const gap of gapsOf(own)) expect(gap).toBeGreaterThanOrEqual(18);
  }
  expect(receiver.requests).toHaveLength(27);
});

test('two relays keep the order across retries', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 200, 500, 200, 500, 200);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: MAPPING,
    retryDelays: [0.1],
    state: 'paused',
  });
  const document = await quotation();
  for (const customer of numbered(3)) await update(document, customer);
  const second = createSecondRelay(app);
  await second.start();

  await updateWebhook(app, webhook, { state: 'enabled' });
  await receiver.received(6, 15_000);
  await second.stop();

  expect(customersOf(receiver.requests)).toEqual(['0', '0', '1', '1', '2', '2']);
});

describe('several events of one document in one transaction', () => {
  const events = ['entry.update', 'entry.publish', 'entry.unpublish'] as const;
  const mapping = [{ fieldname: '$event', key: 'event' }, { fieldname: 'title' }];
  let article: Entry;

  beforeEach(async () => {
    const { app, receiver } = scene;
    receiver.replyWith({ delayMs: 30 });
    article = await app.documents(ARTICLE).create({ data: { title: 'Before' } });
    await createWebhook(app, {
      url: receiver.url,
      contentTypes: [ARTICLE],
      events: [...events],
      mapping,
    });
  });

  test('publish with edits: the update, then the publication', async () => {
    const { app, receiver } = scene;
    const { documentId } = article;

    await app.strapi.db.transaction(async () => {
      await app.documents(ARTICLE).update({ documentId, data: { title: 'After' } });
      await app.documents(ARTICLE).publish({ documentId });
    });
    await receiver.received(2);
    await drain(app);

    expect(receiver.requests.map(({ json }) => json)).toEqual([
      { event: 'entry.update', title: 'After' },
      { event: 'entry.publish', title: 'After' },
    ]);
    expect(receiver.mostOpen()).toBe(1);
  });

  test('publish, unpublish, publish: the last state arrives last', async () => {
    const { app, receiver } = scene;
    const { documentId } = article;

    await app.strapi.db.transaction(async () => {
      await app.documents(ARTICLE).publish({ documentId });
      await app.documents(ARTICLE).unpublish({ documentId });
      await app.documents(ARTICLE).publish({ documentId });
    });
    await receiver.received(2);
    await drain(app);

    const arrived = receiver.requests.map(({ json }) => (json as { event: string }).event);
    expect(arrived).toEqual(['entry.unpublish', 'entry.publish']);
    expect(receiver.mostOpen()).toBe(1);
  });
});

test('a document that waits for its retry holds up neither others nor other webhooks', async () => {
  const { app, receiver } = scene;
  receiver.replyAt('/failing', 500, 200);
  const url = `${receiver.url}/failing`;
  const failing = await createWebhook(app, { url, mapping: MAPPING, retryDelays: [1_000] });
  await createWebhook(app, { url: `${receiver.url}/other`, mapping: MAPPING });
  const [held, free] = [await quotation(), await quotation()];
  await update(held, 'fails');
  await settled(app, failing, 'pending');

  await update(held, 'waits');
  await update(free, 'passes');
  await receiver.received(5);
  await drain(app);

  expect(customersOf(receiver.requestsAt('/failing'))).toEqual(['fails', 'passes']);
  expect(customersOf(receiver.requestsAt('/other')).sort()).toEqual(['fails', 'passes', 'waits']);
});

test('ordering none: one document’s deliveries overlap', async () => {
  const { app, receiver } = scene;
  const { opened, open } = gate();
  receiver.replyWith({ until: opened }, 200);
  await createWebhook(app, { url: receiver.url, mapping: MAPPING, ordering: 'none' });
  const document = await quotation();

  await update(document, 'slow');
  await receiver.received(1);
  await update(document, 'quick');
  await receiver.received(2);
  open();

  expect(receiver.mostOpen()).toBe(2);
});

test('ordering none: a failed one does not hold up the next', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 200);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: MAPPING,
    ordering: 'none',
    retryDelays: [1_000],
  });
  const document = await quotation();
  await update(document, 'fails');
  await settled(app, webhook, 'pending');

  await update(document, 'passes');

  expect(customersOf(await receiver.received(2))).toEqual(['fails', 'passes']);
});

test('a manual redelivery waits for what is being sent of its document', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(200, { delayMs: 300 }, 200);
  const webhook = await createWebhook(app, { url: receiver.url, mapping: MAPPING });
  const document = await quotation();
  await update(document, 'first');
  const { id } = await settled(app, webhook, 'delivered');
  await update(document, 'second');
  await receiver.received(2);

  await app.service('outbox').redeliver(id);
  await receiver.received(3);
  await drain(app);

  expect(customersOf(receiver.requests)).toEqual(['first', 'second', 'first']);
  // The second was answered after 300 ms; a timer may be a little early.
  expect(gapsOf(receiver.requests)[1]).toBeGreaterThanOrEqual(290);
});

test('a new save waits for a manual redelivery of its document', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(200, { delayMs: 300 }, 200);
  const webhook = await createWebhook(app, { url: receiver.url, mapping: MAPPING });
  const document = await quotation();
  await update(document, 'first');
  const { id } = await settled(app, webhook, 'delivered');
  await app.service('outbox').redeliver(id);
  await receiver.received(2);

  await update(document, 'second');
  await receiver.received(3);
  await drain(app);

  expect(customersOf(receiver.requests)).toEqual(['first', 'first', 'second']);
  // The second was answered after 300 ms; a timer may be a little early.
  expect(gapsOf(receiver.requests)[1]).toBeGreaterThanOrEqual(290);
});

test.each(['failed', 'cancelled'] as const)(
  'one that is %s does not block its document',
  async (status) => {
    const { app, receiver } = scene;
    receiver.replyWith(500, 200);
    const retryDelays = status === 'failed' ? [] : [1_000];
    const webhook = await createWebhook(app, { url: receiver.url, mapping: MAPPING, retryDelays });
    const document = await quotation();
    await update(document, 'lost');
    const { id } = await settled(app, webhook, status === 'failed' ? status : 'pending');
    await update(document, 'next');
    if (status === 'cancelled') await app.service('outbox').cancel(id);

    await receiver.received(2);
    await drain(app);

    expect(customersOf(receiver.requests)).toEqual(['lost', 'next']);
    expect((await deliveriesOf(app, webhook)).map((it) => it.status)).toEqual([
      status,
      'delivered',
    ]);
  },
);
