import { SECRET_MODEL_UID, SECRET_TABLE, WEBHOOK_TABLE } from '../../../server/src/plugin-id';
import { containerOf } from '../../../server/src/container';
import type { Webhook } from '../../../server/src/contracts/webhook';
import { superAdmin, type AdminApi } from '../../support/admin-api';
import { drain } from '../../support/deliveries';
import { QUOTATION, WEBHOOK } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { secretRows, withEncryptionKey } from '../../support/secrets';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const BASE = '/document-webhooks/webhooks';
const TOKEN = 'Bearer s3cr3t/token+of-mine';
const SECRET_HEADER = { key: 'Authorization', value: TOKEN, secret: true };
const STORED_HEADER = { key: 'Authorization', value: null, secret: true };
const SIGNING_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const scene = useScene({
  config: { expressions: { env: ['TOKEN'] } },
  env: { TOKEN: 'env-t0ken' },
});
const quotation = useQuotation(scene);
let api: AdminApi;

beforeAll(async () => {
  api = await superAdmin(scene.app);
});

let created = 0;
async function create(attributes: object = {}): Promise<Webhook> {
  created += 1;
  const answer = await api.call('post', BASE, {
    name: `Secretive ${String(created)}`,
    contentTypes: [QUOTATION],
    events: ['entry.update'],
    url: `${scene.receiver.url}/hook`,
    headers: [{ key: 'X-Plain', value: 'plain' }, SECRET_HEADER],
    ...attributes,
  });
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return (answer.body as { data: Webhook }).data;
}

const put = ({ documentId }: Webhook, body: object) =>
  api.call('put', `${BASE}/${documentId}`, body);

async function received(): Promise<Record<string, unknown>> {
  await quotation.save();
  await drain(scene.app);
  return scene.receiver.requests.at(-1)?.headers ?? {};
}

test('is sent, stored encrypted, and never comes back from any read', async () => {
  const { app } = scene;
  const webhook = await create();

  expect(await received()).toMatchObject({ authorization: TOKEN, 'x-plain': 'plain' });
  expect(webhook.headers).toEqual([
    { key: 'X-Plain', value: 'plain', secret: false },
    STORED_HEADER,
  ]);
  const reads = [BASE, `${BASE}/${webhook.documentId}`, `${BASE}/export`].map(async (path) => {
    return (await api.call('get', path)).text;
  });
  const ofCode = await app.documents(WEBHOOK).findMany({ populate: '*' });
  const tables = [WEBHOOK_TABLE, 'components_document_webhooks_headers', SECRET_TABLE];
  const rows = tables.map((table) => app.strapi.db.connection(table).select());
  const all = JSON.stringify([await Promise.all(reads), ofCode, await Promise.all(rows)]);
  expect(all).not.toContain('s3cr3t');
  expect(await secretRows(app, webhook.documentId)).toMatchObject([
    { kind: 'header', name: 'authorization', ciphertext: expect.stringMatching(/^v1:/) as string },
  ]);
});

test('its model is no content type, so that neither export nor transfer carries it', () => {
  const { strapi } = scene.app;
  expect(Object.keys(strapi.contentTypes)).not.toContain(SECRET_MODEL_UID);
  expect(strapi.db.metadata.has(SECRET_MODEL_UID)).toBe(true);
});

test('without a value the stored one stays, a value replaces it, without the header it goes', async () => {
  const { app } = scene;
  const webhook = await create();
  await put(webhook, { ...webhook, description: 'sent back as it was read' });
  expect(await received()).toMatchObject({ authorization: TOKEN });

  await put(webhook, {
    headers: [{ ...SECRET_HEADER, key: 'authorization', value: 'Bearer new' }],
  });
  expect(await received()).toMatchObject({ authorization: 'Bearer new' });
  expect(await secretRows(app, webhook.documentId)).toHaveLength(1);

  await put(webhook, { headers: [] });
  expect(await received()).not.toHaveProperty('authorization');
  expect(await secretRows(app, webhook.documentId)).toEqual([]);
});

test('one that is to be secret no more needs a value, and does not show what it was', async () => {
  const { app } = scene;
  const webhook = await create();
  const refused = await put(webhook, { headers: [{ key: 'Authorization' }] });
  expect(refused.body).toMatchObject({
    error: { details: { errors: [{ path: ['headers', '0', 'value'] }] } },
  });
  const answer = await put(webhook, { headers: [{ key: 'Authorization', value: 'open' }] });
  expect(answer.body).toMatchObject({ data: { headers: [{ value: 'open', secret: false }] } });
  expect(answer.text).not.toContain('s3cr3t');
  expect(await secretRows(app, webhook.documentId)).toEqual([]);
});

test('goes with its webhook', async () => {
  const { app } = scene;
  const webhook = await create({ signing: 'hmac' });
  expect(await secretRows(app, webhook.documentId)).toHaveLength(2);
  await api.call('delete', `${BASE}/${webhook.documentId}`);
  expect(await secretRows(app, webhook.documentId)).toEqual([]);
});

test('a write that is rolled back leaves the secret as it was', async () => {
  const { app } = scene;
  const webhook = await create();
  await app.strapi.db
    .transaction(async () => {
      await updateWebhook(app, webhook, { headers: [{ ...SECRET_HEADER, value: 'Bearer new' }] });
      throw new Error('rolled back');
    })
    .catch(() => undefined);
  expect(await received()).toMatchObject({ authorization: TOKEN });
});

test('may read the environment and the document', async () => {
  const value = 'Bearer {{ $env("TOKEN") }}-{{ doc.name }}';
  await create({ headers: [{ ...SECRET_HEADER, value }], mapping: [] });
  expect(await received()).toMatchObject({ authorization: 'Bearer env-t0ken-QTN-00001' });
});

test.each([
  ['none is stored', [{ ...SECRET_HEADER, value: null }], /secret is missing/],
  ['it is too short', [{ ...SECRET_HEADER, value: 'abc' }], /at least 4 characters/],
  ['it cannot be sent', [{ ...SECRET_HEADER, value: 'a\r\nb: c' }], /line breaks/],
])('refused, whoever writes: %s', async (_, headers, message) => {
  const { app, receiver } = scene;
  const errors = [
    { path: ['headers', '0', 'value'], message: expect.stringMatching(message) as string },
  ];
  await expect(createWebhook(app, { url: receiver.url, headers })).rejects.toMatchObject({
    details: { errors },
  });
  const answer = await put(await create({ headers: [] }), { headers });
  expect(answer.body).toMatchObject({ error: { details: { errors } } });
});

test('refused without an encryption key, by name and with the remedy', async () => {
  const { app, receiver } = scene;
  await withEncryptionKey(app, undefined, async () => {
    const refusal = (attributes: object) =>
      createWebhook(app, { url: receiver.url, ...attributes }).then(
        () => null,
        (error: unknown) => (error as { details: unknown }).details,
      );
    const message = expect.stringContaining('Set admin.secrets.encryptionKey') as string;
    for (const [attributes, path] of [
      [{ headers: [SECRET_HEADER] }, ['headers', '0', 'value']],
      [{ signing: 'hmac' }, ['signing']],
      [{ signing: 'hmac', signingSecret: SIGNING_SECRET }, ['signingSecret']],
    ] as const) {
      expect(await refusal(attributes)).toMatchObject({ errors: [{ path, message }] });
    }
  });
  expect(await app.documents(WEBHOOK).findMany()).toEqual([]);
});

describe('another host', () => {
  const AGAIN = /The host has changed\. Enter the secret again/;
  const elsewhere = () => scene.receiver.url.replace('127.0.0.1', 'localhost');

  test('asks for each secret again', async () => {
    const webhook = await create({ signing: 'hmac', signingSecret: SIGNING_SECRET });
    const answer = await put(webhook, { url: elsewhere() });

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      error: {
        details: {
          errors: [
            { path: ['headers', '1', 'value'], message: expect.stringMatching(AGAIN) as string },
            { path: ['signingSecret'], message: expect.stringMatching(AGAIN) as string },
          ],
        },
      },
    });
    expect((await put(webhook, { ...webhook, url: elsewhere() })).status).toBe(400);
    expect(await received()).toMatchObject({
      host: expect.stringContaining('127.0.0.1') as string,
    });
  });

  test('is reached once they are given, or gone', async () => {
    const webhook = await create({ signing: 'hmac', signingSecret: SIGNING_SECRET });
    const given = { headers: [{ ...SECRET_HEADER, value: 'Bearer theirs' }] };
    const answer = await put(webhook, { url: elsewhere(), ...given, signingSecret: 'generate' });
    expect(answer.body).toMatchObject({ meta: { signingSecret: expect.any(String) as string } });
    expect(await received()).toMatchObject({ authorization: 'Bearer theirs' });

    const back = { url: scene.receiver.url, headers: [], signing: 'none' };
    expect((await put(webhook, back)).status).toBe(200);
  });

  test('is no other path, query or name of the same', async () => {
    const webhook = await create();
    const { url } = scene.receiver;
    for (const same of [`${url}/other?a=1`, `${url}/{{ doc.name }}`, url.replace('http', 'HTTP')]) {
      expect([same, (await put(webhook, { url: same })).status]).toEqual([same, 200]);
    }
  });

  test('by code is no other matter', async () => {
    const { app } = scene;
    const webhook = await create();
    await expect(updateWebhook(app, webhook, { url: elsewhere() })).rejects.toThrow(AGAIN);
  });
});

test("another instance's new secret is in force within 2 seconds", async () => {
  const { app } = scene;
  const webhook = await create();
  const { strapi } = app;
  const ciphertext = containerOf(strapi).cipher.encrypt('Bearer from elsewhere') ?? '';
  const { connection } = strapi.db;
  const [row] = await secretRows(app, webhook.documentId);
  await connection(SECRET_TABLE).insert({ ...row, id: undefined, ciphertext });
  await connection(WEBHOOK_TABLE)
    .where({ document_id: webhook.documentId })
    .update({ updated_at: new Date(Date.now() + 1_000) });

  await eventually(async () => {
    expect(await received()).toMatchObject({ authorization: 'Bearer from elsewhere' });
  }, 3_000);
});

test('of a webhook that was deleted by a query nothing stays', async () => {
  const { app } = scene;
  const [gone, other] = [await create(), await create()];
  await app.strapi.db.query(WEBHOOK).delete({ where: { documentId: gone.documentId } });
  expect(await secretRows(app, gone.documentId)).not.toEqual([]);

  await containerOf(app.strapi).retention.pruneNow();

  expect(await secretRows(app, gone.documentId)).toEqual([]);
  expect(await secretRows(app, other.documentId)).not.toEqual([]);
});
