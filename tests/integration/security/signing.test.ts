import { createPublicKey, verify } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';

import type { Webhook } from '../../../server/src/contracts/webhook';
import type { Written } from '../../../server/src/contracts/webhooks';
import { SECRET_TABLE } from '../../../server/src/plugin-id';
import { containerOf } from '../../../server/src/container';
import { rotate as rotateSecret, type RotationResult } from '../../../server/src/secrets/rotate';
import { findSecrets } from '../../../server/src/secrets/secret-rows';
import { superAdmin, type AdminApi } from '../../support/admin-api';
import { deliveryOf, drain, makeDue, settled } from '../../support/deliveries';
import { QUOTATION, WEBHOOK } from '../../support/documents';
import type { Received } from '../../support/receiver';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { secretRows } from '../../support/secrets';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const BASE = '/document-webhooks/webhooks';
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const PRIVATE = 'whsk_VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk=';

const scene = useScene();
const quotation = useQuotation(scene);
let api: AdminApi;

beforeAll(async () => {
  api = await superAdmin(scene.app);
});

let created = 0;
async function create(attributes: object): Promise<Written<Webhook>> {
  created += 1;
  const body = {
    name: `Signed ${String(created)}`,
    contentTypes: [QUOTATION],
    events: ['entry.update'],
    url: scene.receiver.url,
    mapping: [{ fieldname: 'customer', key: 'customer' }],
    ...attributes,
  };
  const answer = await api.call('post', BASE, body);
  expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
  return answer.body as Written<Webhook>;
}

async function save(customer = 'Äcme "1" 😀'): Promise<void> {
  await quotation.save(customer);
}

async function saveAndReceive(): Promise<Received> {
  await save();
  await drain(scene.app);
  const received = scene.receiver.requests.at(-1);
  if (!received) throw new Error('Nothing was received');
  return received;
}

const headersOf = ({ headers }: Received) => headers as Record<string, string>;
const signaturesOf = (request: Received) =>
  (headersOf(request)['webhook-signature'] ?? '').split(' ');

/** Whether receivers' libraries take it for genuine; the time may be long ago. */
function isSignedBy(secret: string, request: Received): boolean {
  const libraries = [new StandardWebhook(secret), new SvixWebhook(secret)];
  const verdicts = libraries.map((library) => {
    try {
      library.verify(request.text, headersOf(request));
      return true;
    } catch (error) {
      if (/signature/i.test(String(error))) return false;
      throw error;
    }
  });
  expect(verdicts[0]).toBe(verdicts[1]);
  return verdicts[0] === true;
}

function isSignedByKey(publicKey: string, request: Received): boolean {
  const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const { 'webhook-id': id, 'webhook-timestamp': timestamp } = headersOf(request);
  const content = Buffer.concat([Buffer.from(`${id ?? ''}.${timestamp ?? ''}.`), request.body]);
  return signaturesOf(request).some((signature) => {
    const [version, base64 = ''] = signature.split(',');
    return version === 'v1a' && verify(null, content, key, Buffer.from(base64, 'base64'));
  });
}

test('without signing there is no signature', async () => {
  await create({});
  expect(headersOf(await saveAndReceive())).not.toHaveProperty('webhook-signature');
});

describe('hmac', () => {
  test('signs the bytes that are sent, by a secret that is shown once', async () => {
    const { data, meta } = await create({ signing: 'hmac' });
    const request = await saveAndReceive();

    const secret = meta.signingSecret ?? '';
    expect(Object.keys(meta)).toEqual(['signingSecret']);
    expect(isSignedBy(secret, request)).toBe(true);
    expect(isSignedBy(OTHER, request)).toBe(false);
    expect(data).toMatchObject({
      signing: 'hmac',
      signingKeys: [{ expiresAt: null, publicKey: null }],
      secretsProblem: null,
    });
    for (const path of [
      BASE,
      `${BASE}/${data.documentId}`,
      `${BASE}/export`,
      '/document-webhooks/deliveries',
    ]) {
      expect((await api.call('get', path)).text).not.toContain(secret);
    }
    const again = await api.call('put', `${BASE}/${data.documentId}`, data);
    expect(again.body).toMatchObject({ meta: {}, data: { signing: 'hmac' } });
    expect(isSignedBy(secret, await saveAndReceive())).toBe(true);
  });

  test('takes the secret that is given, and does not show it', async () => {
    const { data, meta } = await create({ signing: 'hmac', signingSecret: SECRET });
    expect(meta).toEqual({});
    expect(JSON.stringify(data)).not.toContain(SECRET);
    expect(isSignedBy(SECRET, await saveAndReceive())).toBe(true);
  });

  test.each([
    ['no body', { mapping: [], payload: 'none' }],
    ['a query', { method: 'GET' }],
    ['a form', { format: 'form' }],
    ['text', { payload: 'template', template: '"Ünïcode 😀 " & doc.customer' }],
  ])('signs %s', async (_, attributes) => {
    await create({ signing: 'hmac', signingSecret: SECRET, ...attributes });
    const request = await saveAndReceive();
    try {
      expect(isSignedBy(SECRET, request)).toBe(true);
    } catch (error) {
      // Verified, and only then not read as JSON.
      expect(error).toBeInstanceOf(SyntaxError);
    }
  });

  test('a retry is signed again, with its own time and the current secret', async () => {
    const { app, receiver } = scene;
    receiver.replyWith(500, 500, 200);
    const { data } = await create({
      signing: 'hmac',
      signingSecret: SECRET,
      retryDelays: [1_000, 1_000],
    });
    await save();
    const { id } = await settled(app, data, 'pending');
    await sleep(1_100);
    await makeDue(app, id);
    await receiver.received(2);
    await settled(app, data, 'pending');
    await updateWebhook(app, data, { signingSecret: OTHER });
    await makeDue(app, id);
    await receiver.received(3);

    const [first, second, third] = receiver.requests as [Received, Received, Received];
    const timestamps = [first, second].map((it) => Number(headersOf(it)['webhook-timestamp']));
    expect((timestamps[1] ?? 0) - (timestamps[0] ?? 0)).toBeGreaterThanOrEqual(1);
    expect([first, second, third].map(({ text }) => text)).toEqual(Array(3).fill(first.text));
    expect([first, second].map((it) => isSignedBy(SECRET, it))).toEqual([true, true]);
    expect([SECRET, OTHER].map((it) => isSignedBy(it, third))).toEqual([false, true]);
  });

  test('a delivery that is stored before it can leave is signed as well', async () => {
    const { app } = scene;
    const { data } = await create({ signing: 'hmac', signingSecret: SECRET, state: 'paused' });
    await save();
    await updateWebhook(app, data, { state: 'enabled' });
    const [request] = await scene.receiver.received(1);
    expect(request && isSignedBy(SECRET, request)).toBe(true);
  });
});

describe('ed25519', () => {
  test('signs by a key whose public half the receiver is given', async () => {
    const { data, meta } = await create({ signing: 'ed25519' });
    const request = await saveAndReceive();

    expect(meta.signingSecret).toMatch(/^whsk_/);
    expect(data.signingKeys).toMatchObject([{ publicKey: meta.publicKey }]);
    expect(isSignedByKey(meta.publicKey ?? '', request)).toBe(true);
  });

  test('takes the key that is given', async () => {
    const { data } = await create({ signing: 'ed25519', signingSecret: PRIVATE });
    const publicKey = data.signingKeys[0]?.publicKey ?? '';
    expect(isSignedByKey(publicKey, await saveAndReceive())).toBe(true);
  });
});

describe('rotation', () => {
  async function rotate({ data }: Written<Webhook>, given: object = {}) {
    const path = `${BASE}/${data.documentId}/rotate-secret`;
    const answer = await api.call('post', path, given);
    return { status: answer.status, text: answer.text, body: answer.body as Written<Webhook> };
  }

  test('both keys sign until the overlap is over', async () => {
    const { app } = scene;
    const webhook = await create({ signing: 'hmac', signingSecret: SECRET });
    const before = Date.now();
    const { status, body } = await rotate(webhook);
    const { data, meta } = body;

    expect(status).toBe(200);
    expect(meta.signingSecret).toMatch(/^whsec_/);
    expect(data.signingKeys).toHaveLength(2);
    const hours = (Date.parse(data.signingKeys[1]?.expiresAt ?? '') - before) / 3_600_000;
    expect(hours).toBeCloseTo(24, 1);
    const during = await saveAndReceive();
    expect(signaturesOf(during)).toHaveLength(2);
    expect([SECRET, meta.signingSecret ?? ''].map((it) => isSignedBy(it, during))).toEqual([
      true,
      true,
    ]);

    await app.strapi.db
      .connection(SECRET_TABLE)
      .where({ webhook_id: data.documentId })
      .whereNotNull('expires_at')
      .update({ expires_at: Date.now() - 1 });
    await containerOf(app.strapi).retention.pruneNow();
    expect(await secretRows(app, data.documentId)).toHaveLength(1);
    await updateWebhook(app, data, { description: 'read anew' });
    const after = await saveAndReceive();
    expect(signaturesOf(after)).toHaveLength(1);
    expect(isSignedBy(meta.signingSecret ?? '', after)).toBe(true);
    expect((await api.call('get', `${BASE}/${data.documentId}`)).body).toMatchObject({
      data: { signingKeys: [{ expiresAt: null }] },
    });
  });

  test('without overlap the old key signs no more', async () => {
    const webhook = await create({ signing: 'hmac', signingSecret: SECRET });
    const { body } = await rotate(webhook, { overlapHours: 0, signingSecret: OTHER });
    expect(body.meta).toEqual({ signingSecret: OTHER });

    const request = await saveAndReceive();
    expect(signaturesOf(request)).toHaveLength(1);
    expect(isSignedBy(OTHER, request)).toBe(true);
  });

  test('of Ed25519', async () => {
    const webhook = await create({ signing: 'ed25519' });
    const { meta } = (await rotate(webhook)).body;
    const request = await saveAndReceive();
    for (const publicKey of [webhook.meta.publicKey, meta.publicKey]) {
      expect(isSignedByKey(publicKey ?? '', request)).toBe(true);
    }
  });

  test('many in a row keep the newest five', async () => {
    const webhook = await create({ signing: 'hmac' });
    for (let turn = 0; turn < 6; turn += 1) await rotate(webhook, { overlapHours: 168 });
    expect(signaturesOf(await saveAndReceive())).toHaveLength(5);
  });

  test('a second rotation waits for the first, so that one key stays without an end', async () => {
    const { connection } = scene.app.strapi.db;
    const { data } = await create({ signing: 'hmac', signingSecret: SECRET });
    const rotation = (ciphertext: string): RotationResult => {
      return { webhookId: data.documentId, scheme: 'hmac', ciphertext, overlapMs: 60_000 };
    };
    const first = await connection.transaction();
    await rotateSecret(first, rotation('first'));
    const second = connection.transaction((it) => rotateSecret(it, rotation('second')));
    await sleep(300);
    await first.commit();
    await second;

    const rows = await findSecrets(connection, [data.documentId]);
    const endless = rows.filter((it) => it.kind === 'signing' && it.expiresAt === null);
    expect(endless.map(({ ciphertext }) => ciphertext)).toEqual(['second']);
    expect(rows).toHaveLength(3);
  });

  test.each([
    ['a webhook that signs nothing', {}, {}, /does not sign requests/],
    ['an overlap of more than a week', { signing: 'hmac' }, { overlapHours: 169 }, /0 to 168/],
    ['a secret of another kind', { signing: 'hmac' }, { signingSecret: PRIVATE }, /whsec_/],
  ])('refused: %s', async (_, attributes, body, message) => {
    const { status, text } = await rotate(await create(attributes), body);
    expect(status).toBe(400);
    expect(text).toMatch(message);
  });
});

describe('what is given', () => {
  test.each([
    ['a secret without signing', { signingSecret: SECRET }, 'signingSecret'],
    ['a secret of the other kind', { signing: 'ed25519', signingSecret: SECRET }, 'signingSecret'],
    [
      'one that is too short',
      { signing: 'hmac', signingSecret: 'whsec_c2hvcnQ=' },
      'signingSecret',
    ],
    ['null', { signing: 'hmac', signingSecret: null }, 'signingSecret'],
    ['an unknown way', { signing: 'rsa' }, 'signing'],
  ])('%s is refused', async (_, attributes, path) => {
    const refused = createWebhook(scene.app, {
      url: scene.receiver.url,
      ...(attributes as object),
    });
    await expect(refused).rejects.toMatchObject({ details: { errors: [{ path: [path] }] } });
  });

  test('another kind, or none, drops the secret', async () => {
    const { app } = scene;
    const { data } = await create({ signing: 'hmac' });
    const put = (body: object) => api.call('put', `${BASE}/${data.documentId}`, body);
    const { meta } = (await put({ signing: 'ed25519' })).body as Written<Webhook>;
    expect(meta.signingSecret).toMatch(/^whsk_/);
    expect(isSignedByKey(meta.publicKey ?? '', await saveAndReceive())).toBe(true);

    expect((await put({ signing: 'none' })).body).toMatchObject({ data: { signingKeys: [] } });
    expect(headersOf(await saveAndReceive())).not.toHaveProperty('webhook-signature');
    const left = app.strapi.db.connection(SECRET_TABLE).where({ webhook_id: data.documentId });
    expect(await left).toEqual([]);
  });

  test('a webhook that is written by code signs too', async () => {
    const { app } = scene;
    const webhook = await createWebhook(app, {
      url: scene.receiver.url,
      signing: 'hmac',
      signingSecret: SECRET,
    });
    expect(isSignedBy(SECRET, await saveAndReceive())).toBe(true);
    const row = await app.documents(WEBHOOK).findOne({ documentId: webhook.documentId });
    expect(JSON.stringify(row)).not.toContain(SECRET.slice(6));
    expect((await deliveryOf(app, webhook)).status).toBe('delivered');
  });
});

test('a preview shows that it would be signed, and signs nothing', async () => {
  const { data } = await create({ signing: 'hmac' });
  const preview = await api.call('post', `${BASE}/preview`, {
    webhook: data,
    uid: QUOTATION,
    documentId: quotation.documentId,
    event: 'entry.update',
  });
  expect(preview.body).toMatchObject({
    data: { request: { headers: { 'webhook-signature': 'v1,[redacted]' } } },
  });
});
