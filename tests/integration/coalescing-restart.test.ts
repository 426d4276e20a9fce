import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { bootStrapi, type App } from '../support/boot-strapi';
import { deliveryOf, drain, makeDue } from '../support/deliveries';
import { QUOTATION, WEBHOOK, type Entry } from '../support/documents';
import { startReceiver, type Receiver } from '../support/receiver';
import { createWebhook } from '../support/webhooks';

// It boots twice.
jest.setTimeout(180_000);

let folder: string;
let receiver: Receiver;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'document-webhooks-restart-'));
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

function boot(): Promise<App> {
  const DATABASE_FILENAME = path.join(folder, 'data.db');
  return bootStrapi({ env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME } });
}

async function save(app: App, { documentId }: Entry, customer: string): Promise<void> {
  await app.documents(QUOTATION).update({ documentId, data: { customer } });
}

test('what waits for more events survives a restart, and takes more after it', async () => {
  const before = await boot();
  const webhook = await createWebhook(before, {
    url: receiver.url,
    mapping: [{ fieldname: 'customer', key: 'c' }],
    coalesceSeconds: 600,
  });
  const document = await before.documents(QUOTATION).create({ data: { name: 'QTN-00001' } });
  for (const customer of ['one', 'two']) await save(before, document, customer);
  const { nextAttemptAt } = await deliveryOf(before, webhook);
  await before.stop();

  const after = await boot();
  await save(after, document, 'three');
  const waiting = await deliveryOf(after, webhook);
  await makeDue(after, waiting.id);
  await drain(after);
  const delivered = await deliveryOf(after, webhook);
  const webhooks = await after.documents(WEBHOOK).findMany();
  await after.stop();

  expect(webhooks).toHaveLength(1);
  expect(waiting).toMatchObject({ status: 'pending', nextAttemptAt });
  expect(delivered).toMatchObject({ status: 'delivered', coalesced: 2 });
  expect(receiver.requests.map(({ json }) => json)).toEqual([{ c: 'three' }]);
});
