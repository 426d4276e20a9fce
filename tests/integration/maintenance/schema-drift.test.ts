import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Core } from '@strapi/strapi';

import type { Webhook } from '../../../server/src/contracts/webhook';
import { superAdmin } from '../../support/admin-api';
import { bootStrapi, type App } from '../../support/boot-strapi';
import { drain } from '../../support/deliveries';
import { QUOTATION, WEBHOOK } from '../../support/documents';
import { startReceiver, type Receiver } from '../../support/receiver';
import { createWebhook } from '../../support/webhooks';

// It boots twice.
jest.setTimeout(240_000);

const GONE = 'api::gone.gone';
const FIELD_MAPPING = 'document-webhooks.field-mapping';

let folder: string;
let receiver: Receiver;
let app: App;
const warnings: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'document-webhooks-drift-'));
  receiver = await startReceiver();
  await storeWebhooks();
  app = await boot((strapi) => {
    jest.spyOn(strapi.log, 'warn').mockImplementation((message: unknown) => {
      warnings.push(String(message));
      return strapi.log;
    });
  });
}, 240_000);
afterAll(async () => {
  await receiver.close();
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

function boot(register?: (strapi: Core.Strapi) => void): Promise<App> {
  const env = { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: path.join(folder, 'data.db') };
  return bootStrapi({ env, ...(register ? { register } : {}) });
}

/** As they are after a deployment that renamed `customerName` to `customer`, and dropped a type. */
async function storeWebhooks(): Promise<void> {
  const before = await boot();
  const { db } = before.strapi;
  const events = ['entry.create'];
  const { url } = receiver;
  await createWebhook(before, {
    name: 'Drifted',
    url,
    events,
    mapping: [{ fieldname: 'name' }, { fieldname: '$event' }, { fieldname: 'customer' }],
  });
  await db
    .query(FIELD_MAPPING)
    .updateMany({ where: { fieldname: 'customer' }, data: { fieldname: 'customerName' } });
  const gone = await createWebhook(before, { name: 'Of a type that is gone', url, events });
  await db.query(WEBHOOK).update({
    where: { documentId: gone.documentId },
    data: { contentTypes: [QUOTATION, GONE] },
  });
  const condition = await createWebhook(before, {
    name: 'With a condition',
    url: `${url}/condition`,
    events,
  });
  await db.query(WEBHOOK).update({
    where: { documentId: condition.documentId },
    data: { condition: 'doc.sum > 5', watchedFields: ['sum'] },
  });
  await createWebhook(before, { name: 'Sound', url, events });
  await createWebhook(before, {
    name: 'With custom events',
    url,
    events: ['order.paid'],
    mapping: [{ fieldname: 'payment.id' }],
  });
  await before.stop();
}

async function problemsOf(name: string): Promise<Webhook['problems']> {
  const admin = await superAdmin(app);
  const answer = await admin.call('get', '/document-webhooks/webhooks?pageSize=100');
  const { data } = answer.body as { data: Webhook[] };
  const found = data.find((webhook) => webhook.name === name);
  if (!found) throw new Error(`There is no webhook ${name}`);
  return found.problems;
}

test('a field that is gone is told in the admin API, with its place', async () => {
  expect(await problemsOf('Drifted')).toEqual([
    {
      place: 'mapping[2].fieldname',
      path: 'customerName',
      message: expect.stringContaining('customerName') as string,
    },
  ]);
});

test('so is a content type, and what conditions and watched fields name', async () => {
  expect(await problemsOf('Of a type that is gone')).toMatchObject([
    { place: 'contentTypes[1]', path: GONE },
  ]);
  expect(await problemsOf('With a condition')).toMatchObject([
    { place: 'watchedFields[0]', path: 'sum' },
    { place: 'condition', path: 'sum' },
  ]);
});

test('a webhook that is in order has none, nor one that maps what custom events bring', async () => {
  expect(await problemsOf('Sound')).toEqual([]);
  expect(await problemsOf('With custom events')).toEqual([]);
});

test('each is one warning at boot, which names the webhook, the place and the field', () => {
  const told = warnings.filter((line) => line.startsWith('Document Webhooks: webhook'));

  expect(told).toHaveLength(4);
  expect(told).toContainEqual(
    expect.stringMatching(/"Drifted", mapping\[2\]\.fieldname: .*"customerName"/),
  );
  expect(told).toContainEqual(
    expect.stringMatching(/"Of a type that is gone", contentTypes\[1\]: .*api::gone\.gone/),
  );
});

test('the webhook still works, and sends null for the field', async () => {
  await app.documents(QUOTATION).create({ data: { name: 'QTN-1', customer: 'Acme' } });
  await drain(app);

  const bodies = receiver.requests.map(({ text }) => text);
  expect(bodies).toContain('{"name":"QTN-1","$event":"entry.create","customer":null}');
  // The other two that map `name`: of the type that is there, and the sound one.
  expect(bodies.filter((text) => text === '{"id":"QTN-1"}')).toHaveLength(2);
});
