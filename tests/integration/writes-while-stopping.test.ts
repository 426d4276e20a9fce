import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { bootStrapi, type App } from '../support/boot-strapi';
import { QUOTATION } from '../support/documents';
import { startReceiver, type Receiver } from '../support/receiver';
import { createWebhook } from '../support/webhooks';

// It boots twice.
jest.setTimeout(180_000);

let folder: string;
let receiver: Receiver;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'document-webhooks-stopping-'));
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

function boot(): Promise<App> {
  const DATABASE_FILENAME = path.join(folder, 'data.db');
  return bootStrapi({
    env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME },
    config: { relay: { drainOnStopMs: 2_000 } },
  });
}

test('what is written by a query while requests in flight are waited for is sent after the restart', async () => {
  const before = await boot();
  await createWebhook(before, {
    url: receiver.url,
    events: ['entry.create'],
    mapping: [{ fieldname: 'name', key: 'n' }],
  });
  receiver.replyWith('hang');
  await before.documents(QUOTATION).create({ data: { name: 'in flight' } });
  await receiver.received(1);

  const stopped = before.stop();
  await sleep(500);
  await before.strapi.db.query(QUOTATION).create({ data: { name: 'meanwhile' } });
  await stopped;
  receiver.replyWith(200);

  const after = await boot();
  await receiver.received(2);
  await after.stop();
  expect(receiver.requests.map(({ json }) => json)).toContainEqual({ n: 'meanwhile' });
});
