import type { Delivery, DeliveryDetail } from '../../../server/src/contracts/deliveries';
import type { Preview } from '../../../server/src/contracts/preview';
import type { SentDocument, TestResult } from '../../../server/src/contracts/send';
import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import {
  adminWith,
  superAdmin,
  superAdminToken,
  type AdminApi,
  type Answer,
  type Permission,
} from '../../support/admin-api';
import { callerOf } from '../../support/attack';
import { deliveriesOf, deliveryOf, drain, makeDue, settled } from '../../support/deliveries';
import { ARTICLE, QUOTATION, type Entry } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { useQuotation } from '../../support/quotation';
import type { Received } from '../../support/receiver';
import { useScene } from '../../support/scene';
import { createWebhook, storeWebhook, updateWebhook } from '../../support/webhooks';

const PLUGIN = 'plugin::document-webhooks';
const BASE = '/document-webhooks/webhooks';
const FROM_ENV = 'env-t0ken-value';
const TOKEN = 's3cr3t-in-full';

const scene = useScene({
  config: { expressions: { env: ['TOKEN'] }, breaker: { failures: 1, openMs: 60_000 } },
  env: { TOKEN: FROM_ENV },
});
const quotation = useQuotation(scene);
let admin: AdminApi;

beforeAll(async () => {
  admin = await superAdmin(scene.app);
});

/** A user with these rights on webhooks, who may read quotations but for the fields named. */
function adminOf(actions: string[], more: Permission[] = [{ action: READ, subject: QUOTATION }]) {
  return adminWith(scene.app, [
    ...actions.map((action) => ({ action: `${PLUGIN}.${action}` })),
    ...more,
  ]);
}
const READ = 'plugin::content-manager.explorer.read';

const target = () => ({
  uid: QUOTATION,
  documentId: quotation.documentId,
  event: 'entry.update',
});

function callTest({ documentId }: Entry, body: object = {}, by = admin): Promise<Answer> {
  return by.call('post', `${BASE}/${documentId}/test`, { ...target(), ...body });
}

async function sendTest(webhook: Entry, body: object = {}, by = admin): Promise<TestResult> {
  const answer = await callTest(webhook, body, by);
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return (answer.body as { data: TestResult }).data;
}

function draft(input: WebhookInput = {}): WebhookInput {
  return {
    contentTypes: [QUOTATION],
    events: ['entry.update'],
    url: scene.receiver.url,
    mapping: [{ fieldname: 'name', key: 'id' }],
    ...input,
  };
}

/** The code and the first path of a refusal. */
function refusal({ status, body }: Answer): object {
  const { error } = body as { error: { details: { code: string; errors?: { path: string[] }[] } } };
  return { status, code: error.details.code, at: error.details.errors?.[0]?.path.join('.') };
}

describe('a test', () => {
  test('sends what the preview shows, at once, and is in the log', async () => {
    const { app, receiver } = scene;
    const rules = draft({
      url: `${receiver.url}/q/{{ doc.name }}`,
      headers: [{ key: 'X-Name', value: 'n {{ doc.name }}' }],
      payload: 'template',
      template: '{ "n": doc.name, "event": event, "seq": sequence }',
    });
    receiver.replyWith({ status: 201, headers: { 'X-Seen': 'yes' }, body: 'made' });
    const webhook = await createWebhook(app, { ...rules, url: rules.url ?? '' });
    const previewed = await admin.call('post', `${BASE}/preview`, {
      ...target(),
      webhook: { ...rules, documentId: webhook.documentId },
    });

    const result = await sendTest(webhook);

    expect(result).toMatchObject({
      number: 1,
      trigger: 'test',
      outcome: 'response',
      statusCode: 201,
      responseHeaders: { 'x-seen': 'yes' },
      responseBody: 'made',
      error: null,
      status: 'delivered',
      reason: null,
    });
    const { request } = (previewed.body as { data: Preview }).data;
    const [sent] = receiver.requests as [Received];
    expect([sent.method, receiver.url + sent.target, sent.text]).toEqual([
      request?.method,
      request?.url,
      request?.body,
    ]);
    expect(sent.headers).toMatchObject({
      'x-name': 'n QTN-00001',
      'webhook-id': result.deliveryId,
    });
    expect(await deliveryOf(app, webhook)).toMatchObject({
      id: result.deliveryId,
      webhook: { documentId: webhook.documentId, name: webhook['name'] },
      event: 'entry.update',
      documentId: quotation.documentId,
      status: 'delivered',
      trigger: 'test',
      sequence: null,
      attemptCount: 1,
      actor: { type: 'admin' },
      request: { body: sent.text },
      attempts: [{ trigger: 'test', statusCode: 201 }],
    });
  });

  test('of a draft sends the draft, and stores nothing of it', async () => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, { url: `${receiver.url}/stored` });

    const { request } = await sendTest(webhook, {
      webhook: draft({
        name: 'Typed',
        url: `${receiver.url}/draft`,
        headers: [{ key: 'X-Typed', value: TOKEN, secret: true }],
        mapping: [{ fieldname: 'customer', key: TOKEN }],
        signing: 'hmac',
      }),
    });

    const [sent] = receiver.requests as [Received];
    expect(sent).toMatchObject({ path: '/draft', headers: { 'x-typed': TOKEN } });
    expect(sent.headers['webhook-signature']).toMatch(/^v1,/);
    expect(request?.headers).toMatchObject({ 'X-Typed': '[redacted]' });
    const logged = await deliveryOf(app, webhook);
    expect(logged.webhook.name).toBe(webhook['name']);
    expect(JSON.stringify(logged)).not.toContain(TOKEN);
    expect(await app.service('webhooks').get(webhook.documentId)).toMatchObject({
      url: `${receiver.url}/stored`,
      signing: 'none',
    });
  });

  test.each(['paused', 'disabled'] as const)(
    'is sent whatever the condition and the state say: %s',
    async (state) => {
      const webhook = await createWebhook(scene.app, {
        url: scene.receiver.url,
        condition: 'doc.total > 1000000',
        state,
      });

      expect(await sendTest(webhook)).toMatchObject({ statusCode: 200, trigger: 'test' });
    },
  );

  test('of a custom event sends the data given', async () => {
    const webhook = await createWebhook(scene.app, {
      url: scene.receiver.url,
      events: ['order.paid'],
      mapping: [{ fieldname: 'total' }],
    });

    await sendTest(webhook, { event: 'order.paid', data: { total: 7 } });

    expect(scene.receiver.requests[0]?.json).toEqual({ total: 7 });
    const answer = await callTest(
      webhook,
      { event: 'order.paid', data: { total: 7 } },
      await adminOf(['webhooks.send']),
    );
    expect(refusal(answer)).toMatchObject({ status: 403, code: 'DW_WEBHOOKS_NOT_WRITABLE' });
  });
});

describe('a test that fails', () => {
  test.each([
    [500, { statusCode: 500, reason: 'The receiver responded with 500' }],
    [410, { statusCode: 410, reason: '410 Gone' }],
    [{ status: 429, headers: { 'retry-after': '3600' } }, { statusCode: 429 }],
    ['reset-in-body', { outcome: 'connection-error' }],
    ['hang', { outcome: 'timeout', statusCode: null }],
    ['drip-body', { outcome: 'timeout' }],
  ] as const)('by %j changes nothing, and is sent once', async (reply, expected) => {
    const { app, receiver } = scene;
    receiver.replyWith(reply, 200);
    const webhook = await createWebhook(app, { url: receiver.url, timeoutMs: 500 });

    expect(await sendTest(webhook)).toMatchObject({ ...expected, status: 'failed' });

    const { state, health } = await app.service('webhooks').get(webhook.documentId);
    expect([state, health]).toMatchObject([
      'enabled',
      { failures: 0, failingSince: null, openUntil: null, hold: null },
    ]);
    const { id } = await deliveryOf(app, webhook);
    await makeDue(app, id);
    const recovered = await admin.call('post', `${BASE}/${webhook.documentId}/recover`, {
      since: '2020-01-01T00:00:00Z',
    });
    expect(recovered.body).toEqual({ data: { requeued: 0 } });
    const again = await admin.call('post', `/document-webhooks/deliveries/${id}/redeliver`, {});
    expect(refusal(again)).toMatchObject({ status: 400, code: 'DW_DELIVERY_IS_TEST' });
    await drain(app);
    expect(receiver.requests).toHaveLength(1);
    // The webhook's ordinary deliveries go at once.
    await quotation.save();
    await drain(app);
    expect(receiver.requests).toHaveLength(2);
  });

  test('of a blocked address, or of a template that fails, sends nothing and says why', async () => {
    const { app, receiver } = scene;
    const stored = { id: 0, documentId: 'blocked' };
    await storeWebhook(app, { ...stored, url: 'http://10.0.0.1/' });
    // A write of a webhook makes the instance read all of them again.
    const webhook = await createWebhook(app, { url: receiver.url });

    expect(await sendTest(stored)).toMatchObject({ outcome: 'blocked', status: 'failed' });
    const typed = await callTest(webhook, { webhook: draft({ url: 'http://10.0.0.1/' }) });
    expect(refusal(typed)).toMatchObject({ status: 400, at: 'webhook.url' });
    const failed = await sendTest(webhook, {
      webhook: draft({ payload: 'template', template: '$number("x")', mapping: [] }),
    });
    expect(failed).toMatchObject({ outcome: 'render-error', request: null });
    expect(failed.error).toContain('Unable to cast');
    expect(receiver.requests).toHaveLength(0);
  });

  test('an open breaker does not hold a test, and its success does not close the breaker', async () => {
    const { app, receiver } = scene;
    receiver.replyWith(500, 200);
    const webhook = await createWebhook(app, { url: receiver.url });
    await quotation.save();
    await eventually(async () => {
      expect((await app.service('webhooks').get(webhook.documentId)).health.failures).toBe(1);
    });

    expect(await sendTest(webhook)).toMatchObject({ statusCode: 200 });

    expect((await app.service('webhooks').get(webhook.documentId)).health).toMatchObject({
      failures: 1,
      openUntil: expect.any(String) as string,
    });
  });
});

describe('who waits', () => {
  test('a hung test holds no delivery, and a fifth of one person is refused', async () => {
    const { app, receiver } = scene;
    receiver.replyAt('/hung', 'hang');
    const webhook = await createWebhook(app, { url: receiver.url });
    const other = await adminOf(['webhooks.send', 'webhooks.read', 'webhooks.update']);
    const hung = { webhook: draft({ url: `${receiver.url}/hung`, timeoutMs: 20_000 }) };
    const tests = [1, 2, 3, 4].map(() => callTest(webhook, hung, other));
    await eventually(() => {
      expect(receiver.requestsAt('/hung')).toHaveLength(4);
    });

    const fifth = await callTest(webhook, {}, other);
    await quotation.save();
    await settledDelivery(webhook);
    receiver.replyAt('/hung', 200);
    receiver.hangUp();

    expect(refusal(fifth)).toMatchObject({ status: 429, code: 'DW_TOO_MANY_TESTS' });
    for (const { body } of await Promise.all(tests)) {
      expect(body).toMatchObject({ data: { trigger: 'test' } });
    }
    expect(await sendTest(webhook, {}, other)).toMatchObject({ statusCode: 200 });
  });

  test('a caller who hangs up ends the request, and the log tells', async () => {
    const { app, receiver } = scene;
    receiver.replyWith('hang');
    const webhook = await createWebhook(app, { url: receiver.url, timeoutMs: 50_000 });
    const caller = await callerOf(app, await superAdminToken(app));

    await caller.hangUp(`${BASE}/${webhook.documentId}/test`, target(), receiver.received(1));

    expect(await settled(app, webhook, 'failed')).toMatchObject({
      reason: 'The test was cancelled before the receiver responded',
      attempts: [{ outcome: 'connection-error', trigger: 'test' }],
    });
  });
});

/** The webhook's ordinary delivery, once it is delivered. */
function settledDelivery(webhook: Entry): Promise<Delivery> {
  return eventually(async () => {
    const found = (await deliveriesOf(scene.app, webhook)).find(
      ({ trigger }) => trigger !== 'test',
    );
    expect(found).toMatchObject({ status: 'delivered' });
    return found as DeliveryDetail;
  });
}

describe('who may test', () => {
  const mapping = [{ fieldname: 'total' }];

  test.each([
    ['a field they cannot read', { mapping }, 'webhook.mapping.0.fieldname'],
    [
      'a field that a secret header uses',
      { headers: [{ key: 'X-T', value: 'Bearer {{ doc.total }}', secret: true }] },
      'webhook.headers.0.value',
    ],
    [
      'a variable of the environment',
      { payload: 'template', template: '$env("TOKEN") & "x"', mapping: [] },
      'webhook.template',
    ],
  ] as const)('nobody sends %s, stored or as a draft', async (_, rules, at) => {
    const webhook = await createWebhook(scene.app, {
      ...draft(rules as object),
      url: scene.receiver.url,
    });
    const restricted = await adminOf(
      ['webhooks.read', 'webhooks.send', 'webhooks.update'],
      [{ action: READ, subject: QUOTATION, properties: { fields: ['name', 'customer'] } }],
    );

    for (const body of [{}, { webhook: draft(rules as object) }]) {
      const answer = await callTest(webhook, body, restricted);
      expect(refusal(answer)).toMatchObject({ status: 403, code: 'DW_FIELD_NOT_READABLE', at });
      expect(answer.text).not.toContain('Bearer');
    }
    expect(scene.receiver.requests).toHaveLength(0);
    expect(await deliveriesOf(scene.app, webhook)).toEqual([]);
  });

  test('who may only send tests the stored webhook, and is not shown its request', async () => {
    const webhook = await createWebhook(scene.app, { url: scene.receiver.url });
    const sender = await adminOf(['webhooks.send']);

    expect(await sendTest(webhook, {}, sender)).toMatchObject({ statusCode: 200, request: null });
    expect(refusal(await callTest(webhook, { webhook: draft() }, sender))).toMatchObject({
      status: 403,
      code: 'DW_WEBHOOKS_NOT_WRITABLE',
    });
  });

  test('a draft keeps stored secrets at its host alone, and for whoever could save it', async () => {
    const { app, receiver } = scene;
    const headers = [{ key: 'X-Token', value: TOKEN, secret: true }];
    receiver.replyWith({ body: `you sent ${TOKEN}` });
    const webhook = await createWebhook(app, { url: receiver.url, headers });
    const kept = draft({ headers: [{ key: 'X-Token', secret: true }] });
    const elsewhere = { ...kept, url: `http://localhost:${String(receiver.port)}/` };

    const { responseBody } = await sendTest(webhook, { webhook: kept });
    expect(receiver.requests[0]?.headers).toMatchObject({ 'x-token': TOKEN });
    expect(responseBody).toBe('you sent [redacted]');

    const at = 'webhook.headers.0.value';
    expect(refusal(await callTest(webhook, { webhook: elsewhere }))).toMatchObject({
      status: 400,
      at,
    });
    const creator = await adminOf(['webhooks.send', 'webhooks.create']);
    expect(refusal(await callTest(webhook, { webhook: kept }, creator))).toMatchObject({
      status: 400,
      at,
    });
    expect(await sendTest(webhook, { webhook: draft() }, creator)).toMatchObject({
      statusCode: 200,
    });
    expect(receiver.requests).toHaveLength(2);
  });

  test('a webhook or an entry that is not there', async () => {
    const webhook = await createWebhook(scene.app, { url: scene.receiver.url });

    expect(refusal(await callTest({ id: 0, documentId: 'nothing' }))).toMatchObject({
      status: 404,
      code: 'DW_WEBHOOK_NOT_FOUND',
    });
    expect(refusal(await callTest(webhook, { documentId: 'nothing' }))).toMatchObject({
      status: 404,
      code: 'DW_ENTRY_NOT_FOUND',
    });
    expect(refusal(await callTest(webhook, { event: 'entry.create' }))).toMatchObject({
      status: 400,
      at: 'event',
    });
  });
});

function callSend({ documentId }: Entry, body: object = {}, by = admin): Promise<Answer> {
  const chosen = { uid: QUOTATION, documentIds: [quotation.documentId] };
  return by.call('post', `${BASE}/${documentId}/send`, { ...chosen, ...body });
}

describe('sending by hand', () => {
  test('queues the current state behind what the document already waits for', async () => {
    const { app, receiver } = scene;
    let release = (): void => undefined;
    receiver.replyWith({ until: new Promise<void>((resolve) => (release = resolve)) }, 200);
    const webhook = await createWebhook(app, {
      url: receiver.url,
      mapping: ['$event', 'customer', '$changed'].map((fieldname) => ({ fieldname })),
    });
    await quotation.save('First');
    await receiver.received(1);

    const answer = await callSend(webhook, {
      documentIds: [quotation.documentId, quotation.documentId],
    });

    const sent = (answer.body as { data: SentDocument[] }).data;
    expect([answer.status, sent]).toEqual([
      200,
      [{ id: expect.stringMatching(/^msg_/) as string, documentId: quotation.documentId }],
    ]);
    expect(receiver.requests).toHaveLength(1);
    release();
    await drain(app);
    expect(receiver.requests.map(({ json }) => json)).toEqual([
      { $event: 'entry.update', customer: 'First', $changed: ['customer'] },
      { $event: 'entry.manual', customer: 'First', $changed: [] },
    ]);
    const [before, manual] = await deliveriesOf(app, webhook);
    expect(manual).toMatchObject({
      id: sent[0]?.id,
      event: 'entry.manual',
      status: 'delivered',
      actor: { type: 'admin' },
      sequence: (before?.sequence ?? 0) + 1,
      attempts: [{ trigger: 'manual', statusCode: 200 }],
    });
  });

  test('sends the newest state of a document that is saved while it is read', async () => {
    const { app, receiver } = scene;
    const mapping = [{ fieldname: 'customer' }];
    const webhook = await createWebhook(app, { url: receiver.url, mapping });
    const { db } = app.strapi;
    let isRead = false;
    const afterFindMany = (): void => {
      isRead = true;
    };
    const unsubscribe = db.lifecycles.subscribe({ models: [QUOTATION], afterFindMany });
    const begin = db.transaction.bind(db) as (work: unknown) => Promise<unknown>;
    const begun = jest.spyOn(db, 'transaction').mockImplementation((async (work: unknown) => {
      if (isRead) {
        begun.mockRestore();
        await quotation.save('Newer');
      }
      return begin(work);
    }) as never);

    const answer = await callSend(webhook);

    unsubscribe();
    expect(answer.status).toBe(200);
    await drain(app);
    const sent = (await deliveriesOf(app, webhook)).map(({ event }) => event);
    expect(sent).toEqual(['entry.update', 'entry.manual']);
    expect(receiver.requests.map(({ json }) => json)).toEqual([
      { customer: 'Newer' },
      { customer: 'Newer' },
    ]);
  });

  test('asks neither the condition nor waits for the coalescing window', async () => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, {
      url: receiver.url,
      condition: 'false',
      coalesceSeconds: 3_000,
    });

    await callSend(webhook);

    expect(await settled(app, webhook, 'delivered')).toMatchObject({ event: 'entry.manual' });
  });

  test('sends no draft where only published versions are watched', async () => {
    const { app, receiver } = scene;
    const article = await app.documents(ARTICLE).create({ data: { title: 'Hello' } });
    const webhook = await createWebhook(app, {
      url: receiver.url,
      contentTypes: [ARTICLE],
      events: ['entry.publish'],
      mapping: ['title', '$status'].map((fieldname) => ({ fieldname })),
    });
    const body = { uid: ARTICLE, documentIds: [article.documentId] };

    expect(refusal(await callSend(webhook, body))).toMatchObject({
      status: 404,
      code: 'DW_ENTRY_NOT_FOUND',
    });
    expect(await deliveriesOf(app, webhook)).toEqual([]);

    await app.documents(ARTICLE).publish({ documentId: article.documentId });
    await app
      .documents(ARTICLE)
      .update({ documentId: article.documentId, data: { title: 'Draft' } });
    expect((await callSend(webhook, body)).status).toBe(200);
    await drain(app);
    expect(receiver.requests.at(-1)?.json).toEqual({ title: 'Hello', $status: 'published' });

    await updateWebhook(app, webhook, { events: ['entry.update'] });
    expect((await callSend(webhook, body)).status).toBe(200);
    await drain(app);
    expect(receiver.requests.at(-1)?.json).toEqual({ title: 'Draft', $status: 'draft' });
  });

  test('is refused as a whole', async () => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, {
      url: receiver.url,
      mapping: [{ fieldname: 'total' }],
    });
    const { documentId } = quotation;
    const restricted = await adminOf(
      ['webhooks.send'],
      [{ action: READ, subject: QUOTATION, properties: { fields: ['name'] } }],
    );

    expect(refusal(await callSend(webhook, {}, restricted))).toMatchObject({
      status: 403,
      code: 'DW_FIELD_NOT_READABLE',
    });
    expect(refusal(await callSend(webhook, { documentIds: [documentId, 'gone'] }))).toMatchObject({
      status: 404,
    });
    expect(refusal(await callSend(webhook, { documentIds: [] }))).toMatchObject({
      status: 400,
      at: 'documentIds',
    });
    expect(refusal(await callSend(webhook, { uid: ARTICLE }))).toMatchObject({
      status: 400,
      code: 'DW_TYPE_NOT_WATCHED',
    });
    await updateWebhook(app, webhook, { state: 'disabled' });
    expect(refusal(await callSend(webhook))).toMatchObject({ code: 'DW_WEBHOOK_DISABLED' });
    expect(await deliveriesOf(app, webhook)).toEqual([]);
    expect(receiver.requests).toEqual([]);
  });
});
