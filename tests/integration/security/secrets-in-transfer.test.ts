import type { ExportWebhooks, ImportWebhooks } from '../../../server/src/contracts/transfer';
import type { Webhook } from '../../../server/src/contracts/webhook';
import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { superAdmin, type AdminApi } from '../../support/admin-api';
import { deliveryOf, drain, settled } from '../../support/deliveries';
import { QUOTATION, WEBHOOK } from '../../support/documents';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { secretRows, withEncryptionKey } from '../../support/secrets';
import { createWebhook } from '../../support/webhooks';

const BASE = '/document-webhooks/webhooks';
const SIGNING_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const HEADER = { key: 'authorization', value: 'Bearer s3cr3t', secret: true };

const scene = useScene();
const quotation = useQuotation(scene);
let api: AdminApi;

beforeAll(async () => {
  api = await superAdmin(scene.app);
});

async function exported(): Promise<WebhookInput[]> {
  const answer = await api.call('get', `${BASE}/export`);
  expect(answer.text).not.toMatch(/s3cr3t|MfKQ9r8GK/);
  return (answer.body as ExportWebhooks.Response).data.webhooks;
}

async function importResults(webhooks: object[], dryRun = false) {
  const { status, body } = (await api.call('post', `${BASE}/import`, { webhooks, dryRun })) as {
    status: number;
    body: ImportWebhooks.Response;
  };
  expect([status, body]).toEqual([200, expect.anything()]);
  return body.data.results;
}

async function only(): Promise<Webhook> {
  const { body } = (await api.call('get', BASE)) as { body: { data: Webhook[] } };
  const [webhook, ...others] = body.data;
  if (!webhook || others.length > 0) throw new Error('There is not one webhook');
  return webhook;
}

const create = () =>
  createWebhook(scene.app, {
    name: 'CRM',
    url: scene.receiver.url,
    headers: [HEADER],
    signing: 'hmac',
    signingSecret: SIGNING_SECRET,
  });

test('an export says that there are secrets, and holds none', async () => {
  await create();
  expect(await exported()).toMatchObject([
    { headers: [{ key: 'authorization', value: null, secret: true }], signing: 'hmac' },
  ]);
});

test('what comes back to its own webhook leaves its secrets alone', async () => {
  const { app, receiver } = scene;
  const webhook = await create();
  const [copy] = await exported();
  expect(await importResults([{ ...copy, description: 'changed' }])).toMatchObject([
    { action: 'update', changes: [{ attribute: 'description' }], notices: [] },
  ]);
  expect(await importResults([{ ...copy, description: 'changed' }])).toMatchObject([
    { action: 'unchanged' },
  ]);
  expect(await secretRows(app, webhook.documentId)).toHaveLength(2);
  await quotation.save();
  await drain(app);
  expect(receiver.requests[0]?.headers).toMatchObject({ authorization: 'Bearer s3cr3t' });
});

test('elsewhere they are asked for, and nothing is sent until they are given', async () => {
  const { app, receiver } = scene;
  const { documentId } = await create();
  const copies = await exported();
  await app.documents(WEBHOOK).delete({ documentId });
  const asked = [
    {
      action: 'create',
      notices: [{ path: ['headers', '0', 'value'] }, { path: ['signingSecret'] }],
    },
  ];
  expect(await importResults(copies, true)).toMatchObject(asked);
  expect(await importResults(copies)).toMatchObject(asked);

  const imported = await only();
  expect(imported.secretsProblem).toMatch(/authorization is missing\. Deliveries are on hold/);
  await quotation.save();
  await drain(app);
  expect(await deliveryOf(app, imported)).toMatchObject({ status: 'pending', attemptCount: 0 });

  const given = { headers: [HEADER], signingSecret: SIGNING_SECRET };
  await api.call('put', `${BASE}/${imported.documentId}`, given);
  await settled(app, imported, 'delivered');
  expect(receiver.requests[0]?.headers).toMatchObject({ authorization: 'Bearer s3cr3t' });
});

test('secrets that are in it are stored, and not told back', async () => {
  const { app } = scene;
  const webhook = await create();
  const [copy] = await exported();
  const input = { ...copy, headers: [{ ...HEADER, value: 'Bearer n3w-s3cr3t' }] };
  const results = await importResults([{ ...input, signingSecret: SIGNING_SECRET }]);
  expect(results).toMatchObject([{ action: 'update', notices: [] }]);
  expect(JSON.stringify(results)).not.toMatch(/s3cr3t|MfKQ9r8GK/);
  await quotation.save();
  await drain(app);
  expect(scene.receiver.requests[0]?.headers).toMatchObject({
    authorization: 'Bearer n3w-s3cr3t',
  });
  expect((await deliveryOf(app, webhook)).status).toBe('delivered');
});

test('an import that leads to another host is invalid without them, in a dry run too', async () => {
  await create();
  const [copy] = await exported();
  const errors = [{ path: ['headers', '0', 'value'] }, { path: ['signingSecret'] }];
  expect(await importResults([{ ...copy, url: 'https://example.com' }], true)).toMatchObject([
    { action: 'invalid', errors },
  ]);
  const body = { webhooks: [{ ...copy, url: 'https://example.com' }] };
  expect((await api.call('post', `${BASE}/import`, body)).status).toBe(400);
});

describe('from Settings → Webhooks', () => {
  interface WebhookStore {
    createWebhook(webhook: object): Promise<{ id: string }>;
    deleteWebhook(id: string): Promise<unknown>;
  }
  const store = () => scene.app.strapi.get<WebhookStore>('webhookStore');
  const original = (url: string) => ({
    name: 'Site build',
    url,
    events: ['entry.create'],
    headers: { Authorization: 'Bearer s3cr3t', 'X-Plain': 'plain' },
    isEnabled: true,
  });
  const importAll = async () => (await api.call('post', `${BASE}/import-built-in`, {})).body;

  test('an authorization comes over as a secret', async () => {
    const { id } = await store().createWebhook(original(scene.receiver.url));
    expect(await importAll()).toMatchObject({ data: { results: [{ notices: [] }] } });
    await store().deleteWebhook(id);

    const { documentId, headers } = await only();
    expect(headers).toHaveLength(2);
    expect(headers).toContainEqual({ key: 'Authorization', value: null, secret: true });
    expect(headers).toContainEqual({ key: 'X-Plain', value: 'plain', secret: false });
    expect(await secretRows(scene.app, documentId)).toMatchObject([{ name: 'authorization' }]);
  });

  test('without a key it comes over as it was, with a notice', async () => {
    const { id } = await store().createWebhook(original(scene.receiver.url));
    await withEncryptionKey(scene.app, undefined, async () => {
      expect(await importAll()).toMatchObject({
        data: {
          results: [
            {
              action: 'import',
              notices: [
                {
                  path: ['headers', expect.any(String) as string, 'secret'],
                  message: expect.stringContaining('Set admin.secrets.encryptionKey') as string,
                },
              ],
            },
          ],
        },
      });
    });
    await store().deleteWebhook(id);
    expect((await only()).headers).toContainEqual({
      key: 'Authorization',
      value: 'Bearer s3cr3t',
      secret: false,
    });
  });
});

test('a secret that would be generated and shown to nobody is refused', async () => {
  const [result] = await importResults(
    [
      {
        name: 'Signed',
        contentTypes: [QUOTATION],
        events: ['entry.update'],
        url: scene.receiver.url,
        signing: 'hmac',
        signingSecret: 'generate',
      },
    ],
    true,
  );

  expect(result?.errors).toMatchObject([
    { path: ['signingSecret'], message: expect.stringContaining('rotate the secret') as unknown },
  ]);
});
