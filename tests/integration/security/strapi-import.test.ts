import { createRequire } from 'node:module';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Webhook } from '../../../server/src/contracts/webhook';
import { deliveryOf, drain, settled } from '../../support/deliveries';
import { WEBHOOK } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { secretRows } from '../../support/secrets';
import { createWebhook, updateWebhook } from '../../support/webhooks';

interface Provider {
  providers: Record<string, (options: object) => object>;
}

interface DataTransfer {
  engine: {
    createTransferEngine(
      source: object,
      destination: object,
      options: object,
    ): { transfer(): Promise<unknown> };
  };
  file: { providers: object };
  strapi: Provider;
}

const transfer = createRequire(require.resolve('@strapi/strapi'))(
  '@strapi/data-transfer',
) as DataTransfer & { file: Provider };

const HEADER = { key: 'authorization', value: 'Bearer s3cr3t', secret: true };

const scene = useScene();
const quotation = useQuotation(scene);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'document-webhooks-export-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = () => path.join(folder, 'export');
const local = { getStrapi: () => scene.app.strapi, autoDestroy: false };

async function run(source: object, destination: object): Promise<void> {
  await transfer.engine
    .createTransferEngine(source, destination, {
      versionStrategy: 'ignore',
      schemaStrategy: 'ignore',
      exclude: ['files'],
    })
    .transfer();
}

/** What `strapi export --no-encrypt --no-compress` does. */
function exportAll(): Promise<void> {
  const { createLocalStrapiSourceProvider: from } = transfer.strapi.providers;
  const { createLocalFileDestinationProvider: to } = transfer.file.providers;
  const plain = { file: { path: file() }, encryption: {}, compression: {} };
  return run(from?.(local) ?? {}, to?.(plain) ?? {});
}

/** What `strapi import --force` does, and waits for the commit, which the provider does not await. */
async function importAll(): Promise<void> {
  const before = await rowIds();
  await importFile();
  await eventually(async () => {
    const now = await rowIds();
    if (now.some((id) => before.includes(id))) throw new Error('The import is not committed');
  });
}

async function rowIds(): Promise<unknown[]> {
  const rows = await scene.app.documents(WEBHOOK).findMany();
  return rows.map(({ id }) => id);
}

function importFile(): Promise<void> {
  const { createLocalFileSourceProvider: from } = transfer.file.providers;
  const { createLocalStrapiDestinationProvider: to } = transfer.strapi.providers;
  const plain = {
    file: { path: `${file()}.tar` },
    encryption: { enabled: false },
    compression: { enabled: false },
  };
  const restore = { assets: false, entities: { exclude: [] } };
  return run(from?.(plain) ?? {}, to?.({ ...local, strategy: 'restore', restore }) ?? {});
}

async function only(): Promise<Webhook> {
  const [webhook, ...others] = await scene.app.documents(WEBHOOK).findMany();
  if (!webhook || others.length > 0) throw new Error('There is not one webhook');
  return webhook as unknown as Webhook;
}

test('an import pauses webhooks and keeps their secrets and pending deliveries', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, headers: [HEADER] });
  await exportAll();
  await updateWebhook(app, webhook, { state: 'paused' });
  await quotation.save();

  await importAll();
  await drain(app);

  expect(await only()).toMatchObject({
    documentId: webhook.documentId,
    state: 'paused',
    stateReason: expect.stringContaining('import') as string,
  });
  expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'pending' });
  expect(receiver.requests).toHaveLength(0);

  await updateWebhook(app, webhook, { state: 'enabled' });
  await settled(app, webhook, 'delivered');
  expect(receiver.requests[0]?.headers).toMatchObject({ authorization: 'Bearer s3cr3t' });
});

test('secrets and pending deliveries do not follow a webhook to another host', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: 'http://127.0.0.1:9/', headers: [HEADER] });
  await exportAll();
  await updateWebhook(app, webhook, { url: receiver.url, headers: [HEADER], state: 'paused' });
  await quotation.save();

  await importAll();

  expect(await only()).toMatchObject({ url: 'http://127.0.0.1:9/', state: 'paused' });
  expect(await secretRows(app, webhook.documentId)).toHaveLength(0);
  expect(await deliveryOf(app, webhook)).toMatchObject({
    status: 'cancelled',
    reason: 'An import changed the host of the webhook',
  });
});

test('a webhook that a person paused or disabled arrives as it was', async () => {
  await createWebhook(scene.app, { url: scene.receiver.url, state: 'disabled' });
  await exportAll();
  await importAll();
  expect(await only()).toMatchObject({ state: 'disabled', stateReason: null });
});
