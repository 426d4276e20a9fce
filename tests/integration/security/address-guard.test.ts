import { promises as dns } from 'node:dns';

import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { superAdmin, type AdminApi } from '../../support/admin-api';
import { deliveryOf, drain, settled } from '../../support/deliveries';
import { QUOTATION, WEBHOOK, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

/** As in production, but for one name. */
const scene = useScene({
  config: { network: { allow: ['friend.example'], dynamicHosts: true } },
});
const names = new Map<string, string[]>();
let quotation: Entry;

beforeAll(async () => {
  const { lookup } = dns;
  jest.spyOn(dns, 'lookup').mockImplementation((async (host: string, options: object) => {
    const addresses = names.get(host);
    if (!addresses && !host.endsWith('.example')) return lookup(host, options);
    if (!addresses) throw Object.assign(new Error(host), { code: 'ENOTFOUND' });
    return addresses.map((address) => ({ address, family: 4 }));
  }) as unknown as typeof lookup);
  quotation = await scene.app
    .documents(QUOTATION)
    .create({ data: { name: 'QTN-00001', customer: '127.0.0.1' } });
});
beforeEach(() => names.clear());
afterAll(() => jest.restoreAllMocks());

const hook = (host: string) => `http://${host}:${String(scene.receiver.port)}/hook`;

async function update(): Promise<void> {
  const { documentId } = quotation;
  await scene.app.documents(QUOTATION).update({ documentId, data: { total: Math.random() } });
}

interface Refusal {
  name: string;
  details: { errors: { path: string[]; message: string }[] };
}

async function refusalOf(input: WebhookInput & { url: string }): Promise<Refusal> {
  const error: unknown = await createWebhook(scene.app, input).catch((it: unknown) => it);
  return error as Refusal;
}

test.each([
  ['an address', '127.0.0.1'],
  ['an address in other words', '2130706433'],
  ['this machine', 'localhost'],
  ['the metadata of a cloud', '169.254.169.254'],
])('%s is refused at save, with the remedy', async (_what, host) => {
  const { name, details } = await refusalOf({ url: hook(host) });

  expect(name).toBe('ValidationError');
  expect(details.errors.map(({ path }) => path)).toEqual([['url']]);
  expect(details.errors[0]?.message).toContain('network.allow');
  expect(await scene.app.documents(WEBHOOK).findMany()).toEqual([]);
});

test('a name of a loopback address is refused at save, and on an update', async () => {
  names.set('hooks.example', ['8.8.8.8', '127.0.0.1']);

  const { details } = await refusalOf({ url: hook('hooks.example') });
  expect(details.errors).toMatchObject([{ path: ['url'] }]);

  const webhook = await createWebhook(scene.app, { url: 'https://8.8.8.8/hook' });
  const { documentId } = webhook;
  const data = { url: hook('hooks.example') };
  await expect(scene.app.documents(WEBHOOK).update({ documentId, data })).rejects.toThrow(
    'url: hooks.example resolves to a loopback address',
  );
  expect(await scene.app.documents(WEBHOOK).findOne({ documentId })).toMatchObject({
    url: 'https://8.8.8.8/hook',
  });
});

describe('in the admin API', () => {
  let admin: AdminApi;
  beforeAll(async () => {
    admin = await superAdmin(scene.app);
  });

  test('the refusal names the field', async () => {
    names.set('hooks.example', ['10.0.0.1']);
    const answer = await admin.call('post', '/document-webhooks/webhooks', {
      name: 'Refused',
      contentTypes: [QUOTATION],
      events: ['entry.update'],
      url: hook('hooks.example'),
    });

    expect(answer.status).toBe(400);
    const { error } = answer.body as { error: Refusal };
    expect(error.details.errors).toMatchObject([{ path: ['url'] }]);
  });
});

test('an import refuses it, and its dry run says so', async () => {
  const admin = await superAdmin(scene.app);
  names.set('hooks.example', ['10.0.0.1']);
  const about = { contentTypes: [QUOTATION], events: ['entry.update'] };
  const webhooks = [
    { ...about, name: 'Outside', url: 'https://8.8.8.8/' },
    { ...about, name: 'Inside', url: hook('hooks.example') },
  ];
  const answer = async (body: object) =>
    (await admin.call('post', '/document-webhooks/webhooks/import', body)).body as object;

  expect(await answer({ webhooks, dryRun: true })).toMatchObject({
    data: { results: [{ action: 'create' }, { action: 'invalid', errors: [{ path: ['url'] }] }] },
  });
  expect(await answer({ webhooks })).toMatchObject({
    error: { details: { errors: [{ path: ['webhooks', '1', 'url'] }] } },
  });
  expect(await scene.app.documents(WEBHOOK).findMany()).toEqual([]);
});

test('within a transaction nothing is looked up, and an address is refused all the same', async () => {
  const { app } = scene;
  const asked = dns.lookup as unknown as jest.Mock;
  names.set('hooks.example', ['10.0.0.1']);
  asked.mockClear();

  await app.strapi.db.transaction(() => createWebhook(app, { url: hook('hooks.example') }));

  expect(asked).not.toHaveBeenCalled();
  await expect(
    app.strapi.db.transaction(() => createWebhook(app, { url: hook('10.0.0.1') })),
  ).rejects.toThrow('url: 10.0.0.1 is a private address');
});

describe('in a preview', () => {
  test.each([
    ['a host that an expression makes', '{{ doc.customer }}', '127.0.0.1 is a loopback address'],
    ['credentials', '{{ doc.name }}:hunter2@friend.example', 'credentials'],
  ])('%s shows why it would be blocked', async (_what, host, words) => {
    const admin = await superAdmin(scene.app);
    const answer = await admin.call('post', '/document-webhooks/webhooks/preview', {
      webhook: { contentTypes: [QUOTATION], events: ['entry.update'], url: hook(host) },
      uid: QUOTATION,
      documentId: quotation.documentId,
      event: 'entry.update',
    });

    const { data } = answer.body as { data: { request: unknown; error: string } };
    expect(data.request).toBeNull();
    expect(data.error).toContain(words);
    expect(data.error).not.toContain('hunter2');
  });
});

test('a name that is allowed is called wherever it leads', async () => {
  names.set('friend.example', ['127.0.0.1']);
  const webhook = await createWebhook(scene.app, { url: hook('friend.example') });

  await update();

  expect((await settled(scene.app, webhook, 'delivered')).attempts).toHaveLength(1);
  expect(scene.receiver.requests).toHaveLength(1);
});

test('a name saved before it resolved is blocked when it is called: failed at once, with the reason', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: hook('hooks.example'), retryDelays: [0, 0] });
  names.set('hooks.example', ['127.0.0.1']);

  await update();
  const delivery = await settled(app, webhook, 'failed');

  expect(delivery.reason).toContain('hooks.example resolves to a loopback address (127.0.0.0/8)');
  expect(delivery).toMatchObject({
    attemptCount: 1,
    request: null,
    attempts: [{ number: 1, outcome: 'blocked', statusCode: null, error: delivery.reason }],
  });
  expect(receiver.requests).toEqual([]);
  const { health } = await app.service('webhooks').get(webhook.documentId);
  expect(health.failures).toBe(0);
});

test('a blocked delivery succeeds once its name is fixed', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: hook('hooks.example') });
  names.set('hooks.example', ['127.0.0.1']);
  await update();
  const { id } = await settled(app, webhook, 'failed');

  names.set('friend.example', ['127.0.0.1']);
  const { documentId } = webhook;
  await app.documents(WEBHOOK).update({ documentId, data: { url: hook('friend.example') } });
  await app.service('outbox').redeliver(id, 'rerendered');
  await drain(app);

  expect((await deliveryOf(app, webhook)).status).toBe('delivered');
  expect(receiver.requests).toHaveLength(1);
});

test('a name that was public when it was saved is blocked once it leads to this machine', async () => {
  const { app, receiver } = scene;
  names.set('hooks.example', ['8.8.8.8']);
  const webhook = await createWebhook(app, { url: hook('hooks.example') });
  names.set('hooks.example', ['127.0.0.1']);

  await update();

  expect((await settled(app, webhook, 'failed')).attempts).toMatchObject([{ outcome: 'blocked' }]);
  expect(receiver.requests).toEqual([]);
});

test('a host that an expression makes is judged at each attempt', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: hook('{{ doc.customer }}') });

  await update();

  const delivery = await settled(app, webhook, 'failed');
  expect(delivery.attempts).toMatchObject([{ outcome: 'blocked' }]);
  expect(delivery.reason).toContain('127.0.0.1 is a loopback address');
  expect(receiver.requests).toEqual([]);
});

test('credentials that come with an expression are blocked, and not shown', async () => {
  const { app } = scene;
  const url = 'http://{{ doc.name }}:hunter2@friend.example/';
  const webhook = await createWebhook(app, { url });

  await update();

  const delivery = await settled(app, webhook, 'failed');
  expect(delivery.attempts).toMatchObject([{ outcome: 'blocked' }]);
  expect(delivery.reason).toContain('credentials');
  expect(JSON.stringify(delivery)).not.toContain('hunter2');
});

test('a URL that was stored past the schema is judged too', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: 'https://8.8.8.8/' });
  const { documentId } = webhook;
  await app.strapi.db.query(WEBHOOK).update({ where: { documentId }, data: { url: receiver.url } });
  await app.documents(WEBHOOK).update({ documentId, data: { state: 'enabled' } });

  await update();

  expect((await settled(app, webhook, 'failed')).attempts).toMatchObject([{ outcome: 'blocked' }]);
  expect(receiver.requests).toEqual([]);
});

test('a redirect to this machine is not followed', async () => {
  const { app, receiver } = scene;
  names.set('friend.example', ['127.0.0.1']);
  receiver.replyWith({ status: 307, headers: { location: `${receiver.url}/inside` } });
  const webhook = await createWebhook(app, { url: hook('friend.example'), retryDelays: [] });

  await update();

  const { attempts, reason } = await settled(app, webhook, 'failed');
  expect(attempts).toMatchObject([{ outcome: 'response', statusCode: 307 }]);
  expect(reason).toContain('Redirects are not followed');
  expect(receiver.requests.map(({ path }) => path)).toEqual(['/hook']);
});
