import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { adminWith, superAdmin, type AdminApi } from '../../support/admin-api';
import { deliveryOf, drain, makeDue, settled } from '../../support/deliveries';
import { CATEGORY, QUOTATION, type Entry } from '../../support/documents';
import { startReceiver, type Receiver } from '../../support/receiver';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

/** What a delivery holds was captured under the rule of then. It is for those who may read it. */

const PLUGIN = 'plugin::document-webhooks';
const READ = 'plugin::content-manager.explorer.read';
const BASE = '/document-webhooks';

const scene = useScene();
let elsewhere: Receiver;
let restricted: AdminApi;
let unrestricted: AdminApi;

beforeAll(async () => {
  elsewhere = await startReceiver();
  restricted = await adminWith(scene.app, [
    ...['webhooks.read', 'webhooks.create', 'webhooks.update', 'deliveries.redeliver'].map(
      (it) => ({ action: `${PLUGIN}.${it}` }),
    ),
    { action: READ, subject: QUOTATION, properties: { fields: ['name', 'customer'] } },
  ]);
  unrestricted = await superAdmin(scene.app);
});
beforeEach(() => {
  elsewhere.reset();
});
afterAll(() => elsewhere.close());

const mapped = (...fieldnames: string[]): WebhookInput => ({
  mapping: fieldnames.map((fieldname) => ({ fieldname })),
});
const NARROW = mapped('name');

let named = 0;

function theirs(input: WebhookInput = {}): Promise<Entry> {
  named += 1;
  return createWebhook(scene.app, {
    name: `Theirs ${String(named)}`,
    url: scene.receiver.url,
    contentTypes: [QUOTATION],
    events: ['entry.create'],
    ...mapped('name', 'total'),
    ...input,
  });
}

let saved = 0;

function savedQuotation(): Promise<Entry> {
  saved += 1;
  const data = { name: `Q ${String(saved)}`, total: 48_213 };
  return scene.app.documents(QUOTATION).create({ data });
}

const savedCategory = () => scene.app.documents(CATEGORY).create({ data: { name: 'Hidden' } });

/** A body of a wider rule that waits for its retry, and the webhook by the rule of today. */
async function waiting(input: WebhookInput = {}, now: WebhookInput = NARROW): Promise<Entry> {
  scene.receiver.replyWith(500);
  const webhook = await theirs({ retryDelays: [3_600], ...input });
  await savedQuotation();
  await settled(scene.app, webhook, 'pending');
  await updateWebhook(scene.app, webhook, now);
  return webhook;
}

/** The same, of which no attempt is left. */
async function failed(input: WebhookInput = {}, now: WebhookInput = NARROW): Promise<Entry> {
  scene.receiver.replyWith(500);
  const webhook = await theirs({ retryDelays: [], ...input });
  await (input.contentTypes?.includes(CATEGORY) ? savedCategory() : savedQuotation());
  await settled(scene.app, webhook, 'failed');
  await updateWebhook(scene.app, webhook, now);
  return webhook;
}

function put(admin: AdminApi, { documentId }: Entry, change: WebhookInput) {
  return admin.call('put', `${BASE}/webhooks/${documentId}`, change);
}

async function redeliver(admin: AdminApi, webhook: Entry, mode: 'original' | 'rerendered') {
  const { id } = await deliveryOf(scene.app, webhook);
  return admin.call('post', `${BASE}/deliveries/${id}/redeliver`, { mode });
}

function recover(admin: AdminApi, { documentId }: Entry) {
  const since = new Date(Date.now() - 600_000).toISOString();
  return admin.call('post', `${BASE}/webhooks/${documentId}/recover`, { since });
}

interface Refused {
  error: { message: string; details: { errors?: { path: string[] }[] } };
}

describe('a body that waits', () => {
  test.each<[string, (url: string) => WebhookInput, string]>([
    ['another URL', (url) => ({ url }), 'url'],
    ['another header', () => ({ headers: [{ key: 'x-account', value: 'mine' }] }), 'headers'],
    ['another URL and disabling', (url) => ({ url, state: 'disabled' }), 'url'],
  ])('gets %s by nobody who may not read it', async (_, change, path) => {
    const webhook = await waiting();

    const { status, body } = await put(restricted, webhook, change(elsewhere.url));

    const { error } = body as Refused;
    expect(status).toBe(403);
    expect(error.message).toContain('Pending deliveries contain total of Quotation');
    expect(error.details.errors?.map((it) => it.path)).toEqual([[path]]);
    await makeDue(scene.app, (await deliveryOf(scene.app, webhook)).id);
    await drain(scene.app);
    expect(elsewhere.requests).toEqual([]);
  });

  test.each<[string, WebhookInput, WebhookInput]>([
    ['a condition', { ...NARROW, condition: 'doc.total > 1' }, { condition: '' }],
    ['the document before', mapped('$previous.total'), NARROW],
    ['a watched field', { ...NARROW, watchedFields: ['total'] }, { watchedFields: [] }],
    ['the whole document', { payload: 'document' }, { payload: 'fields', ...NARROW }],
    ['a template', { payload: 'template', template: 'doc.total' }, { payload: 'none' }],
    ['another type', { contentTypes: [QUOTATION, CATEGORY] }, { contentTypes: [QUOTATION] }],
  ])('by %s is theirs alone who may read that', async (_, before, now) => {
    scene.receiver.replyWith(500);
    const webhook = await theirs({ ...before, retryDelays: [3_600] });
    await (before.contentTypes ? savedCategory() : savedQuotation());
    await settled(scene.app, webhook, 'pending');
    await updateWebhook(scene.app, webhook, { ...NARROW, ...now });

    expect((await put(restricted, webhook, { url: elsewhere.url })).status).toBe(403);
  });

  test('is led elsewhere by no import either', async () => {
    const { documentId } = await waiting();
    const { name } = (await scene.app.service('webhooks').get(documentId)) as { name: string };
    for (const dryRun of [true, false]) {
      const webhooks = [{ name, url: elsewhere.url }];
      const answer = await restricted.call('post', `${BASE}/webhooks/import`, { webhooks, dryRun });
      expect(answer.status).toBe(403);
    }
  });

  test('of a paused webhook goes nowhere else once that is enabled', async () => {
    const { app } = scene;
    const webhook = await theirs({ state: 'paused' });
    await savedQuotation();
    await updateWebhook(app, webhook, NARROW);

    expect((await put(restricted, webhook, { url: elsewhere.url })).status).toBe(403);
    expect((await put(restricted, webhook, { state: 'enabled' })).status).toBe(200);
    await settled(app, webhook, 'delivered');
    expect(elsewhere.requests).toEqual([]);
  });

  test('follows the URL of who may read it', async () => {
    const webhook = await waiting();

    expect((await put(unrestricted, webhook, { url: elsewhere.url })).status).toBe(200);
    await makeDue(scene.app, (await deliveryOf(scene.app, webhook)).id);
    await settled(scene.app, webhook, 'delivered');
    expect(elsewhere.requests[0]?.json).toMatchObject({ total: 48_213 });
  });

  test('that they may read follows their URL', async () => {
    const webhook = await waiting(NARROW, mapped('name', 'customer'));

    expect((await put(restricted, webhook, { url: elsewhere.url })).status).toBe(200);
  });

  test('does not keep them from what leads nowhere else', async () => {
    const webhook = await waiting();

    const change: WebhookInput = { description: 'Mine', condition: 'doc.name = "x"' };
    expect((await put(restricted, webhook, change)).status).toBe(200);
  });
});

describe('a delivery of a wider rule is sent again by nobody who may not read it', () => {
  test.each(['original', 'rerendered'] as const)('%s', async (mode) => {
    const webhook = await failed();
    expect((await put(restricted, webhook, { url: elsewhere.url })).status).toBe(200);

    const { status, body } = await redeliver(restricted, webhook, mode);

    expect([status, (body as Refused).error.message]).toEqual([
      403,
      expect.stringContaining('The delivery contains total of Quotation, which you cannot read'),
    ]);
    await drain(scene.app);
    expect(elsewhere.requests).toEqual([]);
    expect((await redeliver(unrestricted, webhook, mode)).status).toBe(200);
  });

  test('nor as part of a window of time', async () => {
    const webhook = await failed();
    await put(restricted, webhook, { url: elsewhere.url });

    expect((await recover(restricted, webhook)).status).toBe(403);
    await drain(scene.app);
    expect(elsewhere.requests).toEqual([]);
    expect((await recover(unrestricted, webhook)).body).toEqual({ data: { requeued: 1 } });
  });

  test('nor once it was cancelled by disabling', async () => {
    const webhook = await waiting();
    const statuses = [];
    for (const change of [{ state: 'disabled' }, { url: elsewhere.url }, { state: 'enabled' }]) {
      statuses.push((await put(restricted, webhook, change as WebhookInput)).status);
    }
    expect(statuses).toEqual([200, 200, 200]);

    expect((await recover(restricted, webhook)).status).toBe(403);
    expect((await redeliver(restricted, webhook, 'original')).status).toBe(403);
    await drain(scene.app);
    expect(elsewhere.requests).toEqual([]);
  });

  test('nor once they cancelled it themselves', async () => {
    const webhook = await waiting();
    const { id } = await deliveryOf(scene.app, webhook);
    expect((await restricted.call('post', `${BASE}/deliveries/${id}/cancel`)).status).toBe(200);
    expect((await put(restricted, webhook, { url: elsewhere.url })).status).toBe(200);

    expect((await redeliver(restricted, webhook, 'original')).status).toBe(403);
  });

  test('nor what was kept out by a filter', async () => {
    const webhook = await theirs({ condition: 'doc.total < 1', recordSkipped: true });
    await savedQuotation();
    await updateWebhook(scene.app, webhook, { ...NARROW, condition: null });
    await put(restricted, webhook, { url: elsewhere.url });

    expect((await redeliver(restricted, webhook, 'original')).status).toBe(403);
  });

  test('rendered again, nor by a rule that names more by now', async () => {
    const now = { ...mapped('name', 'total'), url: elsewhere.url };
    const webhook = await failed(NARROW, now);

    expect((await redeliver(restricted, webhook, 'rerendered')).status).toBe(403);
    expect((await redeliver(restricted, webhook, 'original')).status).toBe(200);
  });

  test('which stays so once it was rendered again', async () => {
    const webhook = await failed();
    expect((await redeliver(unrestricted, webhook, 'rerendered')).status).toBe(200);
    await settled(scene.app, webhook, 'failed');
    await put(restricted, webhook, { headers: [{ key: 'x-account', value: 'mine' }] });

    expect((await redeliver(restricted, webhook, 'original')).status).toBe(403);
  });

  test('nor with another secret in a header', async () => {
    const secret = (value: string | null) => ({
      headers: [{ key: 'x-account', value, secret: true }],
    });
    const webhook = await failed(secret('theirs-theirs'), { ...NARROW, ...secret(null) });
    expect((await redeliver(restricted, webhook, 'original')).status).toBe(200);
    await settled(scene.app, webhook, 'failed');
    await put(restricted, webhook, secret('mine-all-mine'));

    expect((await redeliver(restricted, webhook, 'original')).status).toBe(403);
  });

  test('but by who sends it where it was to go', async () => {
    const webhook = await failed();

    expect((await redeliver(restricted, webhook, 'original')).status).toBe(200);
    await settled(scene.app, webhook, 'failed');
    expect((await recover(restricted, webhook)).status).toBe(200);
  });

  test('but what they may read is', async () => {
    const webhook = await failed(NARROW);

    expect((await redeliver(restricted, webhook, 'rerendered')).status).toBe(200);
    await settled(scene.app, webhook, 'failed');
    expect((await recover(restricted, webhook)).body).toEqual({ data: { requeued: 1 } });
  });
});

describe('of a type that a webhook does not watch any more', () => {
  const types = { contentTypes: [QUOTATION, CATEGORY], ...NARROW };
  const narrowed = { contentTypes: [QUOTATION] };

  test('the original is sent again by who may read the type', async () => {
    const webhook = await failed(types, narrowed);
    await put(restricted, webhook, { url: elsewhere.url });

    expect((await redeliver(restricted, webhook, 'original')).status).toBe(403);
    expect((await redeliver(unrestricted, webhook, 'original')).status).toBe(200);
  });

  test('nothing is read anew, for whomever', async () => {
    const webhook = await failed(types, narrowed);
    await put(restricted, webhook, { url: elsewhere.url });

    const { status, body } = await redeliver(unrestricted, webhook, 'rerendered');

    expect([status, (body as Refused).error.message]).toEqual([
      400,
      expect.stringContaining(`no longer watches ${CATEGORY}`),
    ]);
    expect((await redeliver(restricted, webhook, 'rerendered')).status).toBe(403);
  });
});

describe('the data of a custom event without a type is for those who may read the log', () => {
  let logReader: AdminApi;

  beforeAll(async () => {
    logReader = await adminWith(scene.app, [
      ...['webhooks.update', 'deliveries.read', 'deliveries.redeliver'].map((it) => ({
        action: `${PLUGIN}.${it}`,
      })),
      { action: READ, subject: QUOTATION, properties: { fields: ['name', 'customer'] } },
    ]);
  });

  async function emitted(retryDelays: number[]): Promise<Entry> {
    scene.receiver.replyWith(500);
    const webhook = await theirs({ events: ['order.paid'], ...mapped('name'), retryDelays });
    await scene.app.service('events').emit({ type: 'order.paid', data: { name: 'Hidden' } });
    await settled(scene.app, webhook, retryDelays.length > 0 ? 'pending' : 'failed');
    return webhook;
  }

  test('while it waits', async () => {
    const webhook = await emitted([3_600]);

    const { status, body } = await put(restricted, webhook, { url: elsewhere.url });

    expect([status, (body as Refused).error.message]).toEqual([
      403,
      expect.stringContaining('Pending deliveries contain the data of order.paid'),
    ]);
    expect((await put(logReader, webhook, { url: elsewhere.url })).status).toBe(200);
  });

  test.each(['original', 'rerendered'] as const)('sent elsewhere, %s', async (mode) => {
    const webhook = await emitted([]);
    expect((await put(restricted, webhook, { url: elsewhere.url })).status).toBe(200);

    expect((await redeliver(restricted, webhook, mode)).status).toBe(403);
    expect((await recover(restricted, webhook)).status).toBe(403);
    await drain(scene.app);
    expect(elsewhere.requests).toEqual([]);
    expect((await redeliver(logReader, webhook, mode)).status).toBe(200);
  });

  test('but anybody who may redeliver sends it where it was to go', async () => {
    const webhook = await emitted([]);

    expect((await redeliver(restricted, webhook, 'original')).status).toBe(200);
  });
});
