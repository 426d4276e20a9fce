import { containerOf } from '../../../server/src/container';
import { superAdmin } from '../../support/admin-api';
import { deliveriesOf, drain, settled } from '../../support/deliveries';
import { ARTICLE, QUOTATION, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const MAX_PAYLOAD = 20_000;
const MAX_SNAPSHOT = 40_000;
const FRAME = '{"text":""}'.length;

const scene = useScene({
  config: {
    delivery: {
      maxPayloadBytes: MAX_PAYLOAD,
      maxSnapshotBytes: MAX_SNAPSHOT,
      maxResponseBytes: 1_000,
    },
    limits: { webhooksPerType: 3, pendingPerWebhook: 3 },
  },
});
let article: Entry;

beforeAll(async () => {
  article = await scene.app.documents(ARTICLE).create({ data: { title: 'Limits' } });
});

type Rule = Parameters<typeof createWebhook>[1];

/** A webhook on articles, which sends what it finds in their metadata. */
function onArticles(rule: Partial<Rule> = {}): Promise<Entry> {
  return createWebhook(scene.app, {
    url: scene.receiver.url,
    contentTypes: [ARTICLE],
    mapping: [{ fieldname: 'metadata.text', key: 'text' }],
    ...rule,
  });
}

function write(text: string): Promise<Entry | null> {
  const { documentId } = article;
  return scene.app.documents(ARTICLE).update({ documentId, data: { metadata: { text } } });
}

async function heals(delivery: { id: string }, webhook: Entry): Promise<void> {
  const { app, receiver } = scene;
  await write('short');
  await app.service('outbox').redeliver(delivery.id, 'rerendered');
  await drain(app);
  const [healed] = await deliveriesOf(app, webhook);
  expect(healed).toMatchObject({ id: delivery.id, status: 'delivered' });
  expect(receiver.requests.length).toBeGreaterThan(0);
}

test('a body of exactly maxPayloadBytes is sent', async () => {
  const { app, receiver } = scene;
  const webhook = await onArticles();

  await write('x'.repeat(MAX_PAYLOAD - FRAME));
  await settled(app, webhook, 'delivered');

  expect(receiver.requests[0]?.body).toHaveLength(MAX_PAYLOAD);
});

test.each<[string, Partial<Rule>, RegExp]>([
  [
    'a mapped body',
    {},
    /^The body has 20001 bytes\. The limit is 20000: send fewer fields, or raise delivery.maxPayloadBytes$/,
  ],
  ['a mapped body in UTF-8', {}, /^The body has 20001 bytes/],
  [
    'a form',
    { format: 'form', mapping: [{ fieldname: 'metadata.text', key: 'the_whole_text' }] },
    /^The body has \d+ bytes\. The limit is \d+: send fewer fields, or raise delivery.maxPayloadBytes/,
  ],
  [
    'a template',
    { payload: 'template', template: '{"text": doc.metadata.text}' },
    /^The body has 20001 bytes\. The limit is \d+: send fewer fields, or raise delivery.maxPayloadBytes/,
  ],
  [
    'a document',
    { payload: 'document' },
    /^The body has \d+ bytes\. The limit is \d+:.*delivery.maxPay/,
  ],
  [
    'a query',
    { method: 'GET', mapping: [{ fieldname: 'metadata.text' }] },
    /^The URL has \d+ char/,
  ],
  [
    'a URL',
    { url: 'http://127.0.0.1:9/{{ doc.metadata.text }}', payload: 'none' },
    /^The URL has \d+ characters\. The limit is 16384: shorten it$/,
  ],
  [
    'headers',
    { headers: [{ key: 'x-a', value: '{{ doc.metadata.text & doc.metadata.text }}' }] },
    /^The headers have \d+ bytes\. The limit is 32768: shorten them$/,
  ],
])('%s too large is not sent, says why, and heals re-rendered', async (name, rule, reason) => {
  const { app, receiver } = scene;
  const webhook = await onArticles(rule);

  const text = name.endsWith('UTF-8') ? `${'é'.repeat(9_994)}xx` : 'x'.repeat(19_990);
  const isSmaller = name === 'a query' || name === 'a URL' || name === 'headers';
  await write(isSmaller ? text.slice(0, 19_900) : text);
  const delivery = await settled(app, webhook, 'failed');

  expect(delivery.reason).toMatch(reason);
  expect(delivery.attempts).toMatchObject([{ outcome: 'render-error', statusCode: null }]);
  expect(receiver.requests).toEqual([]);
  if (name === 'a URL') await updateWebhook(app, webhook, { url: receiver.url });
  await heals(delivery, webhook);
});

test('of a document over maxSnapshotBytes nothing is kept: the save goes through, re-rendering heals', async () => {
  const { app, receiver } = scene;
  const webhook = await onArticles();

  await write('x'.repeat(MAX_SNAPSHOT));
  const delivery = await settled(app, webhook, 'failed');

  expect(delivery.reason).toMatch(
    /^The captured document has (at least )?4\d{4} bytes and was not stored: the limit is 40000\./,
  );
  expect(receiver.requests).toEqual([]);
  const again = app.service('outbox').redeliver(delivery.id, 'rerendered');
  await expect(again).rejects.toThrow('raise delivery.maxSnapshotBytes');
  const original = app.service('outbox').redeliver(delivery.id, 'original');
  await expect(original).rejects.toThrow(/maxSnapshotBytes.*\. Redeliver it re-rendered$/);
  await heals(delivery, webhook);
});

test.each([
  ['characters', 'x'.repeat(MAX_SNAPSHOT), /^The captured document has at least 40\d{3} bytes/],
  ['bytes in UTF-8', 'é'.repeat(MAX_SNAPSHOT / 2), /^The captured document has 40\d{3} bytes/],
])('the values before the write count for maxSnapshotBytes: %s', async (_, before, reason) => {
  await write(before);
  const webhook = await onArticles({ mapping: [{ fieldname: '$previous.metadata.text' }] });

  await write('short');

  expect((await settled(scene.app, webhook, 'failed')).reason).toMatch(reason);
});

test('of an answer maxResponseBytes are kept', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ bodyBytes: 1_001 });
  const webhook = await onArticles();

  await write('short');
  const { attempts } = await settled(app, webhook, 'delivered');

  expect(attempts[0]?.responseBody).toHaveLength(1_000);
  expect(attempts[0]?.responseTruncated).toBe(true);
});

test('headers that no receiver would read are refused at save', async () => {
  const headers = [1, 2, 3, 4, 5].map((n) => ({ key: `x-${String(n)}`, value: 'x'.repeat(8_000) }));

  await expect(onArticles({ headers })).rejects.toThrow('the maximum is 32768');
});

describe('limits.webhooksPerType', () => {
  const FULL = `3 webhooks watch "${ARTICLE}", the maximum in limits.webhooksPerType`;

  let first: Entry;

  beforeEach(async () => {
    first = await onArticles();
    await onArticles({ state: 'paused' });
    await onArticles({ contentTypes: [QUOTATION, ARTICLE] });
  });

  test('one more is refused by its place; on another type, or disabled, it may be saved', async () => {
    await expect(onArticles({ contentTypes: [QUOTATION, ARTICLE] })).rejects.toMatchObject({
      message: expect.stringContaining(FULL) as string,
      details: { errors: [{ path: ['contentTypes', '1'] }] },
    });

    await onArticles({ contentTypes: [QUOTATION], mapping: [] });
    const disabled = await onArticles({ state: 'disabled' });
    await expect(updateWebhook(scene.app, disabled, { state: 'enabled' })).rejects.toThrow(FULL);
  });

  test('those that are there can be changed', async () => {
    await updateWebhook(scene.app, first, { state: 'paused', name: 'Renamed', method: 'PUT' });

    expect((await webhooks()).map(({ name }) => name)).toContain('Renamed');
  });

  test('an import that brings one too many brings none', async () => {
    await updateWebhook(scene.app, first, { state: 'disabled' });
    const api = await superAdmin(scene.app);
    const { url } = scene.receiver;
    const imported = ['A', 'B'].map((name) => {
      return { name, url, contentTypes: [ARTICLE], events: ['entry.update'] };
    });

    const answer = await api.call('post', '/document-webhooks/webhooks/import', {
      webhooks: imported,
    });

    expect(answer.status).toBe(400);
    expect(answer.text).toContain('limits.webhooksPerType');
    expect(await webhooks()).toHaveLength(3);
  });

  async function webhooks(): Promise<Entry[]> {
    const { data } = await scene.app.service('webhooks').list({ page: 1, pageSize: 100 });
    return data as unknown as Entry[];
  }
});

describe('limits.pendingPerWebhook', () => {
  test('from so many on the log warns once and the health says so; nothing is dropped', async () => {
    const { app, receiver } = scene;
    const { backlogWatch } = containerOf(app.strapi);
    const warned = jest.spyOn(app.strapi.log, 'warn').mockReturnValue(app.strapi.log);
    const webhook = await onArticles({ name: 'Backlog', state: 'paused', ordering: 'none' });
    const health = async () =>
      (await app.service('webhooks').get(webhook.documentId)).health.backlogged;

    for (const text of ['1', '2']) await write(text);
    await backlogWatch.checkNow();
    expect([warned.mock.calls.length, await health()]).toEqual([0, false]);
    await write('3');
    for (let look = 0; look < 2; look += 1) await backlogWatch.checkNow();
    expect(warned.mock.calls).toEqual([
      [expect.stringContaining('at least 3 deliveries wait for webhook "Backlog"')],
    ]);
    expect(await health()).toBe(true);

    await write('4');
    await updateWebhook(app, webhook, { state: 'enabled' });
    await drain(app);
    await backlogWatch.checkNow();
    expect(receiver.requests).toHaveLength(4);
    expect(await health()).toBe(false);
    warned.mockRestore();
  });
});
