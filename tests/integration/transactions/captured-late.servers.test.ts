import { containerOf } from '../../../server/src/container';
import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { adminWith, superAdmin, type AdminApi } from '../../support/admin-api';
import { deliveryOf, drain, makeDue, settled } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { gate } from '../../support/gate';
import { startReceiver, type Receiver } from '../../support/receiver';
import { inTransaction } from '../../support/savepoint';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

/** Captured under a wider rule, and committed after the check of a change of destination. */

const PLUGIN = 'plugin::document-webhooks';
const scene = useScene();
let elsewhere: Receiver;
let restricted: AdminApi;
let unrestricted: AdminApi;

beforeAll(async () => {
  elsewhere = await startReceiver();
  restricted = await adminWith(scene.app, [
    { action: `${PLUGIN}.webhooks.update` },
    { action: `${PLUGIN}.deliveries.redeliver` },
    {
      action: 'plugin::content-manager.explorer.read',
      subject: QUOTATION,
      properties: { fields: ['name'] },
    },
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

const wide = (input: WebhookInput = {}): Promise<Entry> =>
  createWebhook(scene.app, {
    url: scene.receiver.url,
    events: ['entry.create'],
    ...mapped('name', 'total'),
    ...input,
  });

let saved = 0;

async function save(): Promise<void> {
  saved += 1;
  const data = { name: `Q ${String(saved)}`, total: 48_213 };
  await scene.app.documents(QUOTATION).create({ data });
}

/** Saves in a transaction, which commits after `change`. */
async function savedDuring(change: () => Promise<void>): Promise<void> {
  const [written, changed] = [gate(), gate()];
  const over = inTransaction(scene.app, async () => {
    await save();
    written.open();
    await changed.opened;
  });
  await Promise.race([written.opened, over]);
  try {
    await change();
  } finally {
    changed.open();
    await over;
  }
}

async function lead(admin: AdminApi, { documentId }: Entry, change: WebhookInput = {}) {
  const body = { ...change, url: elsewhere.url };
  const { status } = await admin.call('put', `/document-webhooks/webhooks/${documentId}`, body);
  expect(status).toBe(200);
}

async function redeliver(admin: AdminApi, webhook: Entry): Promise<number> {
  const { id } = await deliveryOf(scene.app, webhook);
  const path = `/document-webhooks/deliveries/${id}/redeliver`;
  return (await admin.call('post', path, { mode: 'original' })).status;
}

test('in a transaction that stays open, it goes to nobody who may not read it', async () => {
  const webhook = await wide();

  await savedDuring(async () => {
    await updateWebhook(scene.app, webhook, mapped('name'));
    await lead(restricted, webhook);
  });
  await drain(scene.app);

  expect(elsewhere.requests).toEqual([]);
  const { reason } = await settled(scene.app, webhook, 'failed');
  expect(reason).toContain('Redeliver it as a user who can read them');
  expect(await redeliver(restricted, webhook)).toBe(403);
  expect(await redeliver(unrestricted, webhook)).toBe(200);
  await settled(scene.app, webhook, 'delivered');
  expect(elsewhere.requests).toHaveLength(1);
});

test('nor by an instance that does not know of the changes yet', async () => {
  const webhook = await wide();
  const { registry } = containerOf(scene.app.strapi);
  const known = registry.subscriptions();
  await updateWebhook(scene.app, webhook, { ...mapped('name'), state: 'paused' });
  await lead(restricted, webhook);
  const stale = jest.spyOn(registry, 'subscriptions').mockReturnValue(known);
  await save();
  stale.mockRestore();
  await updateWebhook(scene.app, webhook, { state: 'enabled' });
  await drain(scene.app);

  expect(elsewhere.requests).toEqual([]);
  await settled(scene.app, webhook, 'failed');
});

test('under the rule of today, it follows the new destination', async () => {
  const webhook = await wide();

  await savedDuring(() => lead(unrestricted, webhook));
  await settled(scene.app, webhook, 'delivered');

  expect(elsewhere.requests[0]?.json).toMatchObject({ total: 48_213 });
});

test('what the check saw follows it, also by a relay that does not know of the change yet', async () => {
  scene.receiver.replyWith(500);
  const webhook = await wide({ retryDelays: [3_600] });
  await save();
  const { id } = await settled(scene.app, webhook, 'pending');
  await updateWebhook(scene.app, webhook, mapped('name'));
  const { registry } = containerOf(scene.app.strapi);
  const known = registry.get(webhook.documentId);
  await lead(unrestricted, webhook);
  const get = jest.spyOn(registry, 'get').mockReturnValue(known);
  const refresh = jest.spyOn(registry, 'refresh').mockImplementationOnce(() => {
    get.mockRestore();
    refresh.mockRestore();
    return registry.refresh();
  });

  await makeDue(scene.app, id);
  await settled(scene.app, webhook, 'delivered');

  expect(elsewhere.requests[0]?.json).toMatchObject({ total: 48_213 });
});
