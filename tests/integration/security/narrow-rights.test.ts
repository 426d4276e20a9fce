import request from 'supertest';

import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { adminWith, superAdmin, superAdminToken, type AdminApi } from '../../support/admin-api';
import { QUOTATION, WEBHOOK, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const PLUGIN = 'plugin::document-webhooks';
const READ = 'plugin::content-manager.explorer.read';
const BASE = '/document-webhooks/webhooks';
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const scene = useScene();

function adminOf(...actions: string[]): Promise<AdminApi> {
  return adminWith(scene.app, [
    { action: READ, subject: QUOTATION },
    ...actions.map((action) => ({ action: `${PLUGIN}.${action}` })),
  ]);
}

describe('a signing secret is replaced by nobody who may not rotate it', () => {
  const name = 'Signed';
  const signed = (input: WebhookInput = {}): Promise<Entry> =>
    createWebhook(scene.app, { name, url: scene.receiver.url, signing: 'hmac', ...input });

  async function keysOf({ documentId }: Entry): Promise<unknown> {
    const answer = await (await superAdmin(scene.app)).call('get', `${BASE}/${documentId}`);
    return (answer.body as { data: { signingKeys: unknown } }).data.signingKeys;
  }

  test.each<[string, WebhookInput, string]>([
    ['giving one', { signingSecret: SECRET }, 'signingSecret'],
    ['having one made', { signingSecret: 'generate' }, 'signingSecret'],
    [
      'giving one with another URL',
      { signingSecret: SECRET, url: 'https://a.example' },
      'signingSecret',
    ],
    ['signing otherwise', { signing: 'ed25519' }, 'signing'],
    ['signing no more', { signing: 'none' }, 'signing'],
  ])('by %s', async (_, change, path) => {
    const webhook = await signed();
    const before = await keysOf(webhook);
    const admin = await adminOf('webhooks.create', 'webhooks.update');

    const saved = await admin.call('put', `${BASE}/${webhook.documentId}`, change);
    const imported = await admin.call('post', `${BASE}/import`, {
      webhooks: [{ name, ...change }],
    });

    expect([saved.status, imported.status]).toEqual([403, 403]);
    expect(saved.body).toMatchObject({ error: { details: { errors: [{ path: [path] }] } } });
    expect(await keysOf(webhook)).toEqual(before);
  });

  test('but by who may', async () => {
    const webhook = await signed();
    const before = await keysOf(webhook);
    const admin = await adminOf('webhooks.update', 'secrets.rotate');

    const body = { signingSecret: SECRET };
    expect((await admin.call('put', `${BASE}/${webhook.documentId}`, body)).status).toBe(200);
    expect(await keysOf(webhook)).not.toEqual(before);
  });

  test('what leaves it as it is may be saved, and what does not sign yet may', async () => {
    const admin = await adminOf('webhooks.update');
    const webhook = await signed();
    const unsigned = await signed({ name: 'Unsigned', signing: 'none' });

    const same = { signing: 'hmac', description: 'x' };
    expect((await admin.call('put', `${BASE}/${webhook.documentId}`, same)).status).toBe(200);
    const first = await admin.call('put', `${BASE}/${unsigned.documentId}`, { signing: 'hmac' });
    expect(first.status).toBe(200);
  });
});

describe("the Content Manager's API", () => {
  const LIST = `/content-manager/collection-types/${WEBHOOK}`;

  test.each(['webhooks.read', 'deliveries.read'])(
    'shows no webhook to who may read the type there, with %s or without',
    async (action) => {
      const { documentId } = await createWebhook(scene.app, {
        url: 'https://example.com/?key=abc',
      });
      const admin = await adminWith(scene.app, [
        { action: READ, subject: WEBHOOK },
        { action: `${PLUGIN}.${action}` },
      ]);
      const admins = [admin, await superAdmin(scene.app)];
      for (const one of admins) {
        for (const path of [
          LIST,
          `${LIST}/${documentId}`,
          `${LIST}/${documentId}/actions/countDraftRelations`,
        ]) {
          const answer = await one.call('get', path);
          expect([path, answer.status]).toEqual([path, 403]);
          expect(answer.text).not.toContain('example.com');
        }
      }
    },
  );
});

describe("an admin token of Strapi's", () => {
  async function tokenWith(...actions: string[]): Promise<string> {
    const server = scene.app.strapi.server.httpServer;
    const answer = await request(server)
      .post('/admin/admin-tokens')
      .set('authorization', `Bearer ${await superAdminToken(scene.app)}`)
      .send({
        name: `Token ${String(Math.random())}`,
        kind: 'admin',
        lifespan: null,
        adminPermissions: actions.map((action) => ({
          action: `${PLUGIN}.${action}`,
          subject: null,
          properties: {},
          conditions: [],
        })),
      });
    expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
    return (answer.body as { data: { accessKey: string } }).data.accessKey;
  }

  function call(token: string, method: 'get' | 'delete', path: string) {
    const server = scene.app.strapi.server.httpServer;
    return request(server)[method](path).set('authorization', `Bearer ${token}`);
  }

  test('does what it is granted, and nothing else', async () => {
    const { documentId } = await createWebhook(scene.app, { url: 'https://example.com' });
    const token = await tokenWith('webhooks.read');

    expect((await call(token, 'get', BASE)).body).toMatchObject({ data: [{ documentId }] });
    expect((await call(token, 'delete', `${BASE}/${documentId}`)).status).toBe(403);
    expect((await call(token, 'get', '/document-webhooks/deliveries')).status).toBe(403);
  });
});
