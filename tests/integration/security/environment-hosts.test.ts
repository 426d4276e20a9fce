import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { adminWith, type AdminApi } from '../../support/admin-api';
import { alterDelivery, settled } from '../../support/deliveries';
import { QUOTATION, WEBHOOK, type Entry } from '../../support/documents';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const PLUGIN = 'plugin::document-webhooks';
const BASE = '/document-webhooks/webhooks';
const ANYWHERE = 'value-for-any-host';
const TIED = 'value-for-one-host';

const scene = useScene({
  config: {
    expressions: { env: ['ANYWHERE', { name: 'TIED', hosts: ['127.0.0.1', '*.crm.example.com'] }] },
    network: { allow: ['127.0.0.0/8', '::1/128'], dynamicHosts: true },
  },
  env: { ANYWHERE, TIED },
});
const quotation = useQuotation(scene);

/** Who may write webhooks, and whatever else is named. */
function adminOf(...more: string[]): Promise<AdminApi> {
  return adminWith(scene.app, [
    { action: 'plugin::content-manager.explorer.read', subject: QUOTATION },
    ...['webhooks.read', 'webhooks.create', 'webhooks.update', ...more].map((action) => ({
      action: `${PLUGIN}.${action}`,
    })),
  ]);
}

function header(name: string): Pick<WebhookInput, 'headers'> {
  return { headers: [{ key: 'X-Key', value: `Bearer {{ $env("${name}") }}`, secret: false }] };
}

function rule(input: WebhookInput): WebhookInput {
  return {
    name: 'New',
    contentTypes: [QUOTATION],
    events: ['entry.update'],
    url: scene.receiver.url,
    payload: 'none',
    ...input,
  };
}

/** The receiver by another name, and so by another host. */
function elsewhere(): string {
  return `http://localhost:${String(scene.receiver.port)}/`;
}

function refusal(path: string[], message: RegExp): object {
  return {
    error: { details: { errors: [{ path, message: expect.stringMatching(message) as string }] } },
  };
}

const ASK = /Ask for the permission "Use environment variables in webhooks"/;
const ONLY =
  /is allowed only for 127\.0\.0\.1, \*\.crm\.example\.com, but .* add the host in expressions\.env/;

/** Writes past the plugin, as an edit of the database would. */
async function pointElsewhere({ documentId }: Entry, url: string): Promise<void> {
  await scene.app.strapi.db.query(WEBHOOK).update({ where: { documentId }, data: { url } });
  // The next write brings it into force.
  await updateWebhook(scene.app, { documentId }, { description: 'x' });
}

describe('a variable for any host', () => {
  test.each<[string, WebhookInput]>([
    ['another URL', { url: 'https://mine.example.com/' }],
    ['another method', { method: 'PUT' }],
    ['another template', { payload: 'template', template: '$env("ANYWHERE")' }],
  ])('is not sent by %s of a webhook that names it', async (_, change) => {
    const webhook = await createWebhook(scene.app, rule(header('ANYWHERE')) as { url: string });
    const path = `${BASE}/${webhook.documentId}`;

    const refused = await (await adminOf()).call('put', path, change);
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({
      error: { message: expect.stringMatching(ASK) as string },
    });
    const allowed = await (await adminOf('environment.use')).call('put', path, change);
    expect([allowed.status, allowed.text]).toEqual([200, expect.any(String)]);
  });

  test.each<[string, WebhookInput, string[]]>([
    ['a header', header('ANYWHERE'), ['headers', '0', 'value']],
    [
      'a secret header',
      { headers: [{ key: 'X-Key', value: '{{ $env("ANYWHERE") }}', secret: true }] },
      ['headers', '0', 'value'],
    ],
    ['a template', { payload: 'template', template: '$env("ANYWHERE")' }, ['template']],
    ['a condition', { condition: '$env("ANYWHERE") = "x"' }, ['condition']],
    ['a URL', { url: 'https://mine.example.com/{{ $env("ANYWHERE") }}' }, ['url']],
    ['a name that is made', { condition: '$env("ANY" & "WHERE") = "x"' }, ['condition']],
  ])('is named in %s by nobody who may not use it', async (_, input, place) => {
    const admin = await adminOf();
    const draft = rule(input);
    const about = { uid: QUOTATION, documentId: quotation.documentId, event: 'entry.update' };

    const created = await admin.call('post', BASE, draft);
    const imported = await admin.call('post', `${BASE}/import`, { webhooks: [draft] });
    const previewed = await admin.call('post', `${BASE}/preview`, { webhook: draft, ...about });
    const custom = { webhook: { ...draft, events: ['order.paid'] }, event: 'order.paid', data: {} };
    const emitted = await admin.call('post', `${BASE}/preview`, custom);

    expect([created, imported, previewed, emitted].map(({ status }) => status)).toEqual([
      403, 403, 403, 403,
    ]);
    expect(created.body).toMatchObject(refusal(place, ASK));
    expect(imported.body).toMatchObject(refusal(['webhooks', '0', ...place], ASK));
    expect(previewed.body).toMatchObject(refusal(['webhook', ...place], ASK));
    expect(emitted.body).toMatchObject(refusal(['webhook', ...place], ASK));
    expect(await scene.app.documents(WEBHOOK).findMany({ filters: { name: 'New' } })).toEqual([]);

    const allowed = await (await adminOf('environment.use')).call('post', BASE, draft);
    expect([allowed.status, allowed.text]).toEqual([201, expect.any(String)]);
  });

  test('is taken out by anybody who may change the webhook', async () => {
    const webhook = await createWebhook(scene.app, rule(header('ANYWHERE')) as { url: string });

    const change = { headers: [], url: 'https://mine.example.com/' };
    const answer = await (await adminOf()).call('put', `${BASE}/${webhook.documentId}`, change);

    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  });

  test('is sent by a webhook that code makes', async () => {
    await createWebhook(scene.app, { ...rule(header('ANYWHERE')), url: elsewhere() });

    await quotation.save();

    const [request] = await scene.receiver.received(1);
    expect(request?.headers['x-key']).toBe(`Bearer ${ANYWHERE}`);
  });
});

describe('a variable that is tied to hosts', () => {
  test('is sent to its host, whoever made the webhook', async () => {
    const answer = await (await adminOf()).call('post', BASE, rule(header('TIED')));
    expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);

    await quotation.save();

    const [request] = await scene.receiver.received(1);
    expect(request?.headers['x-key']).toBe(`Bearer ${TIED}`);
  });

  test.each([
    ['https://A.crm.example.com:8443/x/{{ doc.name }}', true],
    ['https://a.crm.example.com./', true],
    ['https://crm.example.com/', false],
    ['https://mine.example.com/127.0.0.1', false],
    ['https://crm.example.com.mine.example.com/', false],
    ['https://{{ doc.name }}.crm.example.com/', false],
    ['https://a.crm.example.com{{ doc.name }}/', false],
  ])('may be named with the URL %s: %s', async (url, isAllowed) => {
    const admin = await adminOf('environment.use');

    const answer = await admin.call('post', BASE, rule({ ...header('TIED'), url }));

    expect([answer.status, answer.text]).toEqual([isAllowed ? 201 : 400, expect.any(String)]);
    if (!isAllowed) expect(answer.body).toMatchObject(refusal(['headers', '0', 'value'], ONLY));
  });

  test('goes nowhere else by a change of the URL, a preview or an import', async () => {
    const admin = await adminOf('environment.use');
    const webhook = await createWebhook(scene.app, rule(header('TIED')) as { url: string });
    const draft = rule({ ...header('TIED'), url: elsewhere() });

    const change = { url: elsewhere() };
    const changed = await admin.call('put', `${BASE}/${webhook.documentId}`, change);
    const imported = await admin.call('post', `${BASE}/import`, {
      webhooks: [{ name: 'New', url: elsewhere() }],
    });
    const previewed = await admin.call('post', `${BASE}/preview`, {
      webhook: draft,
      uid: QUOTATION,
      documentId: quotation.documentId,
      event: 'entry.update',
    });

    expect([changed, imported, previewed].map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(changed.body).toMatchObject(refusal(['headers', '0', 'value'], ONLY));
    expect(previewed.body).toMatchObject(refusal(['webhook', 'headers', '0', 'value'], ONLY));
  });

  test('by a row that was written past the plugin neither', async () => {
    const webhook = await createWebhook(
      scene.app,
      rule({ ...header('TIED'), retryDelays: [] }) as { url: string },
    );
    await pointElsewhere(webhook, elsewhere());

    await quotation.save();

    const { reason } = await settled(scene.app, webhook, 'failed');
    expect(reason).toMatch(/expressions\.env does not allow this name for the host of the URL/);
    expect(scene.receiver.requests).toEqual([]);
  });
});

describe('a frozen body', () => {
  test('that holds values of the environment goes to no other host', async () => {
    const { app, receiver } = scene;
    receiver.replyWith({ status: 500 }, { status: 200 });
    const webhook = await createWebhook(app, {
      ...rule({ payload: 'template', template: '{ "key": $env("TIED") }', retryDelays: [3_600] }),
      url: receiver.url,
    });
    await quotation.save();
    const { id } = await settled(app, webhook, 'pending');
    const admin = await adminOf();

    const change = { template: '{ "key": "none" }', url: elsewhere() };
    const answer = await admin.call('put', `${BASE}/${webhook.documentId}`, change);
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
    await alterDelivery(app, id, { due_at: 0 });

    const { reason } = await settled(app, webhook, 'failed');
    expect(reason).toMatch(
      /contains values of the environment for 127\.0\.0\.1, but the URL leads to localhost\. Redeliver it re-rendered/,
    );
    expect(receiver.requests).toHaveLength(1);

    await app.service('outbox').redeliver(id, 'rerendered');
    await settled(app, webhook, 'delivered');
    expect(receiver.requests[1]?.json).toEqual({ key: 'none' });
  });

  test.each<[string, WebhookInput, object]>([
    ['without them does', { template: '{ "key": doc.name }' }, { key: 'QTN-00001' }],
    ['with them goes to the same host', { template: '{ "key": $env("TIED") }' }, { key: TIED }],
  ])('%s', async (_, input, body) => {
    const { app, receiver } = scene;
    receiver.replyWith({ status: 500 }, { status: 200 });
    const webhook = await createWebhook(app, {
      ...rule({ payload: 'template', retryDelays: [3_600], ...input }),
      url: receiver.url,
    });
    await quotation.save();
    const { id } = await settled(app, webhook, 'pending');
    const isTied = 'key' in body && body.key === TIED;

    await updateWebhook(app, webhook, { url: isTied ? `${receiver.url}/mended` : elsewhere() });
    await alterDelivery(app, id, { due_at: 0 });

    await settled(app, webhook, 'delivered');
    expect(receiver.requests[1]?.json).toEqual(body);
  });
});

test('a URL holds no tab, behind which its host would be another one', async () => {
  const url = 'https://\t/a.crm.example.com{{ ".mine.example.com" }}/';

  const answer = await (await adminOf()).call('post', BASE, rule({ ...header('TIED'), url }));

  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    error: { message: expect.stringMatching(/^url: The URL cannot contain tabs/) as string },
  });
});
