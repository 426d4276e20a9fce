import type { PermissionAction } from '../../../server/src/permissions';
import { routes } from '../../../server/src/routes';
import {
  adminWith,
  anonymous,
  superAdmin,
  type AdminApi,
  type Method,
} from '../../support/admin-api';
import type { App } from '../../support/boot-strapi';
import { deliveryOf } from '../../support/deliveries';
import { ARTICLE, QUOTATION, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const PLUGIN = 'plugin::document-webhooks';
const READ = 'plugin::content-manager.explorer.read';
const BASE = '/document-webhooks';

const scene = useScene();

interface Row {
  /** What a role must have: of each list one. */
  needs: PermissionAction[][];
  /** And a permission of Strapi's own. */
  also?: string;
  body?: object;
  /** 200 when absent. */
  status?: number;
}

const RULE = { contentTypes: [QUOTATION], events: ['entry.create'], url: 'https://example.com' };
const EVENT = { uid: QUOTATION, documentId: ':entry', event: 'entry.create' };

/** Each route of the plugin. `:documentId` is a paused webhook that signs, `:id` its pending delivery. */
const TABLE: Record<string, Row> = {
  'GET /webhooks': { needs: [['webhooks.read']] },
  'POST /webhooks': {
    needs: [['webhooks.create']],
    body: { name: 'New', ...RULE },
    status: 201,
  },
  'POST /webhooks/preview': {
    needs: [['webhooks.read'], ['webhooks.create', 'webhooks.update']],
    body: { webhook: RULE, ...EVENT },
  },
  'POST /webhooks/backtest': {
    needs: [['webhooks.read'], ['webhooks.create', 'webhooks.update']],
    body: { webhook: RULE },
  },
  'GET /webhooks/export': { needs: [['webhooks.read']] },
  'POST /webhooks/import': {
    needs: [['webhooks.create'], ['webhooks.update']],
    body: { webhooks: [{ name: 'New', ...RULE }] },
  },
  'POST /webhooks/import-built-in': {
    needs: [['webhooks.create']],
    also: 'admin::webhooks.read',
    body: {},
  },
  'GET /webhooks/:documentId': { needs: [['webhooks.read']] },
  'PUT /webhooks/:documentId': { needs: [['webhooks.update']], body: { description: 'x' } },
  'DELETE /webhooks/:documentId': { needs: [['webhooks.delete']] },
  'POST /webhooks/:documentId/test': { needs: [['webhooks.send']], body: EVENT },
  'POST /webhooks/:documentId/send': {
    needs: [['webhooks.send']],
    body: { uid: QUOTATION, documentIds: [':entry'] },
  },
  'POST /webhooks/:documentId/recover': {
    needs: [['deliveries.redeliver']],
    body: { since: '2026-01-01T00:00:00Z' },
  },
  'POST /webhooks/:documentId/rotate-secret': { needs: [['secrets.rotate']], body: {} },
  'GET /deliveries': { needs: [['deliveries.read']] },
  'GET /deliveries/:id': { needs: [['deliveries.read']] },
  'POST /deliveries/:id/redeliver': { needs: [['deliveries.redeliver']], body: {} },
  'POST /deliveries/:id/cancel': { needs: [['deliveries.redeliver']], body: {} },
  'GET /content-types': { needs: [['webhooks.read']] },
};

const ROUTES = routes.admin.routes.map(({ method, path }) => `${method} ${path}`);

test('the table has each route of the plugin', () => {
  expect(Object.keys(routes)).toEqual(['admin']);
  expect(Object.keys(TABLE).sort()).toEqual([...ROUTES].sort());
});

test.each(ROUTES)('%s: 401 signed out, 403 without a permission, 2xx with it', async (route) => {
  const { app } = scene;
  const { needs, also, body, status = 200 } = TABLE[route] ?? { needs: [] };
  const place = await aPendingDelivery();
  const answerTo = (admin: AdminApi) => call(admin, { route, body, place });

  expect((await answerTo(anonymous(app))).status).toBe(401);
  for (const lacked of needs as string[][]) {
    const others = actionsOf(app).filter((action) => !lacked.includes(action));
    expect((await answerTo(await adminOf(others, also))).status).toBe(403);
  }
  const needed = needs.flatMap(([action]) => action ?? []);
  if (also) expect((await answerTo(await adminOf(needed))).status).toBe(403);
  const allowed = await answerTo(await adminOf(needed, also));
  expect([allowed.status, allowed.text]).toEqual([status, expect.any(String)]);
});

test('who may send again but not read the log is shown no bodies and no answers', async () => {
  const { webhook, deliveryId } = await aPendingDelivery();
  const { documentId } = webhook;
  for (const [action, body] of [
    ['cancel', {}],
    ['redeliver', { mode: 'rerendered' }],
  ] as const) {
    const path = `${BASE}/deliveries/${deliveryId}/${action}`;
    const answer = await (await adminOf(['deliveries.redeliver'])).call('post', path, body);

    expect(answer.body).toMatchObject({ data: { id: deliveryId, webhook: { documentId } } });
    expect(answer.body).not.toHaveProperty('data.request');
    expect(answer.body).not.toHaveProperty('data.attempts');
  }
  const both = await adminOf(['deliveries.redeliver', 'deliveries.read']);
  const answer = await both.call('post', `${BASE}/deliveries/${deliveryId}/cancel`);
  expect(answer.body).toHaveProperty('data.attempts', []);
});

test.each([
  ['put', ':id', 'webhooks.update', { description: 'Mine' }],
  ['delete', ':id', 'webhooks.delete', undefined],
  ['post', ':id/rotate-secret', 'secrets.rotate', {}],
] as const)(
  'who may %s %s but not read webhooks is told which one it was',
  async (method, path, action, body) => {
    const { documentId } = await createWebhook(scene.app, { ...HELD, signing: 'hmac' });
    const admin = await adminOf([action]);

    const answer = await admin.call(
      method,
      `${BASE}/webhooks/${path.replace(':id', documentId)}`,
      body,
    );

    const { data } = answer.body as { data: object };
    expect(data).toEqual({ documentId, name: HELD.name, state: 'enabled' });
    expect(answer.text).not.toContain('example.com');
  },
);

test('who may create webhooks but not read them is shown the generated secret all the same', async () => {
  const admin = await adminOf(['webhooks.create']);

  const answer = await admin.call('post', `${BASE}/webhooks`, {
    ...RULE,
    name: 'New',
    signing: 'hmac',
  });

  const { data, meta } = answer.body as { data: Entry; meta: object };
  expect(data).toEqual({ documentId: data.documentId, name: 'New', state: 'enabled' });
  expect(meta).toHaveProperty('signingSecret', expect.stringMatching(/^whsec_/));
});

test.each([true, false])(
  'who may import (dryRun: %s) but not read webhooks is not shown what they held',
  async (dryRun) => {
    await createWebhook(scene.app, HELD);
    const admin = await adminOf(['webhooks.create', 'webhooks.update']);
    const url = 'https://elsewhere.example.net';

    const answer = await admin.call('post', `${BASE}/webhooks/import`, {
      webhooks: [{ name: HELD.name, url }],
      dryRun,
    });

    const { results } = (answer.body as { data: { results: object[] } }).data;
    expect(results).toMatchObject([
      { action: 'update', changes: [{ attribute: 'url', new: url }] },
    ]);
    expect(answer.text).not.toContain(HELD.url);
  },
);

/** A webhook that shows something of itself in each of its parts. */
const HELD = {
  name: 'Held',
  url: 'https://example.com/orders?token=abc',
  headers: [{ key: 'x-team', value: 'example.com' }],
  mapping: [],
};

interface Place {
  webhook: Entry;
  entry: Entry;
  deliveryId: string;
}

async function aPendingDelivery(): Promise<Place> {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    state: 'paused',
    events: ['entry.create'],
    signing: 'hmac',
  });
  const name = `QTN-${String(Math.random())}`;
  const entry = await app.documents(QUOTATION).create({ data: { name } });
  return { webhook, entry, deliveryId: (await deliveryOf(app, webhook)).id };
}

interface Called {
  route: string;
  body: object | undefined;
  place: Place;
}

function call(admin: AdminApi, { route, body, place }: Called): ReturnType<AdminApi['call']> {
  const placed = (text: string): string =>
    text
      .replace(':documentId', place.webhook.documentId)
      .replace(':entry', place.entry.documentId)
      .replace(':id', place.deliveryId);
  const [method = '', path = ''] = placed(route).split(' ');
  const given = body && (JSON.parse(placed(JSON.stringify(body))) as object);
  return admin.call(method.toLowerCase() as Method, BASE + path, given);
}

function actionsOf(app: App): string[] {
  const { actionProvider } = app.strapi.service('admin::permission') as unknown as Permissions;
  return actionProvider
    .values()
    .filter(({ pluginName }) => pluginName === 'document-webhooks')
    .map(({ actionId }) => actionId.slice(PLUGIN.length + 1));
}

interface Permissions {
  actionProvider: { values(): { actionId: string; pluginName?: string }[] };
}

const admins = new Map<string, Promise<AdminApi>>();

/** Somebody who may do that, and read all types. */
function adminOf(actions: string[], also?: string): Promise<AdminApi> {
  const key = [...actions, also].join();
  const known = admins.get(key);
  if (known) return known;
  const types = scene.app.service('content-types').list();
  const admin = adminWith(scene.app, [
    ...types.map(({ uid }) => ({ action: READ, subject: uid })),
    { action: 'plugin::upload.read' },
    ...actions.map((action) => ({ action: `${PLUGIN}.${action}` })),
    ...(also === undefined ? [] : [{ action: also }]),
  ]);
  admins.set(key, admin);
  return admin;
}

describe('a content type that an admin may not read', () => {
  let admin: AdminApi;

  beforeAll(async () => {
    admin = await adminWith(scene.app, [
      { action: READ, subject: QUOTATION },
      ...actionsOf(scene.app).map((action) => ({ action: `${PLUGIN}.${action}` })),
    ]);
  });

  function input(contentTypes: string[]): object {
    return { name: 'Nosy', contentTypes, events: ['entry.create'], url: 'https://example.com' };
  }

  test('no webhook of theirs can be pointed at it', async () => {
    const webhooks = `${BASE}/webhooks`;
    const refused = await admin.call('post', webhooks, input([QUOTATION, ARTICLE]));
    const wrapped = await admin.call('post', webhooks, { data: input([ARTICLE]) });
    expect([refused.status, wrapped.status]).toEqual([403, 403]);

    const created = await admin.call('post', webhooks, input([QUOTATION]));
    const { documentId } = (created.body as { data: Entry }).data;
    const moved = await admin.call('put', `${webhooks}/${documentId}`, { contentTypes: [ARTICLE] });
    expect(moved.status).toBe(403);
  });

  test('nor can a webhook that watches it be changed by them', async () => {
    const { app, receiver } = scene;
    const { documentId } = await createWebhook(app, {
      url: receiver.url,
      contentTypes: [ARTICLE],
      mapping: [],
    });

    const answer = await admin.call('put', `${BASE}/webhooks/${documentId}`, {
      url: 'https://evil.example.com',
    });

    expect(answer.status).toBe(403);
  });

  test('the list of content types leaves it out', async () => {
    const answer = await admin.call('get', `${BASE}/content-types`);

    const uids = (answer.body as { data: { uid: string }[] }).data.map(({ uid }) => uid);
    expect(uids).toEqual([QUOTATION]);
  });
});

test('a super admin has every permission of the plugin', async () => {
  const admin = await superAdmin(scene.app);

  const answer = await admin.call('get', '/admin/users/me/permissions');

  const granted = (answer.body as { data: { action: string }[] }).data.map(({ action }) => action);
  for (const action of actionsOf(scene.app)) expect(granted).toContain(`${PLUGIN}.${action}`);
});
