import { adminWith, anonymous, superAdmin, type AdminApi, type Method } from '../support/admin-api';
import { deliveryOf } from '../support/deliveries';
import { ARTICLE, QUOTATION, type Entry } from '../support/documents';
import { useScene } from '../support/scene';
import { createWebhook } from '../support/webhooks';

const PLUGIN = 'plugin::document-webhooks';
const READ = 'plugin::content-manager.explorer.read';
const BASE = '/document-webhooks';

const scene = useScene();

interface Place {
  webhook: Entry;
  deliveryId: string;
}

const ROUTES: [Method, (place: Place) => string, string, object | undefined][] = [
  ['get', () => '/webhooks', 'webhooks.read', undefined],
  [
    'post',
    () => '/webhooks',
    'webhooks.create',
    {
      name: 'New',
      contentTypes: [QUOTATION],
      events: ['entry.create'],
      url: 'https://example.com',
    },
  ],
  ['get', ({ webhook }) => `/webhooks/${webhook.documentId}`, 'webhooks.read', undefined],
  [
    'put',
    ({ webhook }) => `/webhooks/${webhook.documentId}`,
    'webhooks.update',
    { description: 'x' },
  ],
  ['get', () => '/webhooks/export', 'webhooks.read', undefined],
  ['get', () => '/content-types', 'webhooks.read', undefined],
  ['get', () => '/deliveries', 'deliveries.read', undefined],
  ['get', ({ deliveryId }) => `/deliveries/${deliveryId}`, 'deliveries.read', undefined],
  ['post', ({ deliveryId }) => `/deliveries/${deliveryId}/cancel`, 'deliveries.redeliver', {}],
  ['post', ({ deliveryId }) => `/deliveries/${deliveryId}/redeliver`, 'deliveries.redeliver', {}],
  ['delete', ({ webhook }) => `/webhooks/${webhook.documentId}`, 'webhooks.delete', undefined],
];
const ACTIONS = [...new Set(ROUTES.map(([, , action]) => action))];

let nobody: AdminApi;
const holders = new Map<string, AdminApi>();
const lacking = new Map<string, AdminApi>();

beforeAll(async () => {
  const { app } = scene;
  nobody = anonymous(app);
  for (const action of ACTIONS) {
    const others = ACTIONS.filter((it) => it !== action);
    const permissions = (actions: string[]) => [
      { action: READ, subject: QUOTATION },
      ...actions.map((it) => ({ action: `${PLUGIN}.${it}` })),
    ];
    holders.set(action, await adminWith(app, permissions([action])));
    lacking.set(action, await adminWith(app, permissions(others)));
  }
});

async function aPendingDelivery(): Promise<Place> {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    state: 'paused',
    events: ['entry.create'],
  });
  await app.documents(QUOTATION).create({ data: { name: `QTN-${String(Math.random())}` } });
  return { webhook, deliveryId: (await deliveryOf(app, webhook)).id };
}

test.each(
  ROUTES.map(
    (route) =>
      [
        route[0],
        route[1]({ webhook: { id: 0, documentId: ':id' }, deliveryId: ':id' }),
        route,
      ] as const,
  ),
)(
  '%s %s: 401 without a login, 403 without the permission, 2xx with it alone',
  async (method, _path, [, pathOf, action, body]) => {
    const path = BASE + pathOf(await aPendingDelivery());

    expect((await nobody.call(method, path, body)).status).toBe(401);
    expect((await lacking.get(action)?.call(method, path, body))?.status).toBe(403);
    const allowed = await holders.get(action)?.call(method, path, body);
    expect([allowed?.status, allowed?.text]).toEqual([
      method === 'post' && _path === '/webhooks' ? 201 : 200,
      expect.any(String),
    ]);
  },
);

describe('a content type that an admin may not read', () => {
  let admin: AdminApi;

  beforeAll(async () => {
    admin = await adminWith(scene.app, [
      { action: READ, subject: QUOTATION },
      ...ACTIONS.map((action) => ({ action: `${PLUGIN}.${action}` })),
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
  for (const action of [...ACTIONS, 'webhooks.send', 'secrets.rotate']) {
    expect(granted).toContain(`${PLUGIN}.${action}`);
  }
});
