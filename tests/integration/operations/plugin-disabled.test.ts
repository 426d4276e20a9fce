import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { App } from '../../support/boot-strapi';
import { deliveriesOf, deliveryOf, drain } from '../../support/deliveries';
import { QUOTATION, WEBHOOK, type Entry } from '../../support/documents';
import { useRestarts } from '../../support/restarts';
import { secretRows } from '../../support/secrets';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const restarts = useRestarts();
const WITHOUT_PLUGIN = { PLAYGROUND_PLUGIN: 'off' };
const HEADER = { key: 'authorization', value: 'Bearer s3cr3t', secret: true };

async function bootAndStop(env: Record<string, string>): Promise<void> {
  const app = await restarts.boot(env);
  await app.stop();
}

async function pausedWithOnePending(app: App): Promise<{ webhook: Entry; document: Entry }> {
  const { url } = restarts.receiver;
  const webhook = await createWebhook(app, { url, headers: [HEADER], state: 'paused' });
  const document = await app.documents(QUOTATION).create({ data: { name: 'QTN-00001' } });
  const { documentId } = document;
  await app.documents(QUOTATION).update({ documentId, data: { customer: 'Acme' } });
  return { webhook, document };
}

test('a boot without the plugin loses no webhook, secret or pending delivery', async () => {
  const before = await restarts.boot();
  const { webhook, document } = await pausedWithOnePending(before);
  const waiting = await deliveryOf(before, webhook);
  await before.stop();

  await bootAndStop(WITHOUT_PLUGIN);
  // The stored schema of the first such boot no longer names the tables.
  await bootAndStop(WITHOUT_PLUGIN);

  const after = await restarts.boot();
  expect(await after.documents(WEBHOOK).findMany()).toMatchObject([
    { documentId: webhook.documentId },
  ]);
  expect(await secretRows(after, webhook.documentId)).toHaveLength(1);
  expect(await deliveryOf(after, webhook)).toMatchObject({ id: waiting.id, status: 'pending' });

  await updateWebhook(after, webhook, { state: 'enabled' });
  const { documentId } = document;
  await after.documents(QUOTATION).update({ documentId, data: { customer: 'Beta' } });
  await drain(after);
  const deliveries = await deliveriesOf(after, webhook);
  await after.stop();

  expect(deliveries.map(({ status }) => status)).not.toContain('pending');
  expect(restarts.receiver.requests.at(0)?.headers).toMatchObject({
    'webhook-id': waiting.id,
    authorization: 'Bearer s3cr3t',
  });
  expect(deliveries.map(({ sequence }) => sequence)).toEqual([1, 2]);
});

test('the SQL of the docs removes all tables of the plugin after the uninstall', async () => {
  const app = await restarts.boot(WITHOUT_PLUGIN);
  for (const statement of documentedDrops()) await app.strapi.db.connection.raw(statement);
  const tables = await app.strapi.db.dialect.schemaInspector.getTables();
  await app.stop();
  expect(tables.filter((name) => name.includes('document_webhooks'))).toEqual([]);

  const again = await restarts.boot();
  const webhooks = await again.documents(WEBHOOK).findMany();
  await again.stop();
  expect(webhooks).toEqual([]);
});

function documentedDrops(): string[] {
  const page = readFileSync(path.resolve(__dirname, '../../../docs/operations.md'), 'utf8');
  return page.match(/^DROP TABLE .+;$/gm) ?? [];
}
