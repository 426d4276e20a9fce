import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { DELIVERY_TABLE } from '../../../server/src/plugin-id';
import { bootStrapi, type App } from '../../support/boot-strapi';
import { alterDelivery, deliveriesOf, drain } from '../../support/deliveries';
import { QUOTATION, WEBHOOK, type Entry } from '../../support/documents';
import { startReceiver, type Receiver } from '../../support/receiver';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const LATER = Date.now() + 3_600_000;

// Each boots more than once.
jest.setTimeout(180_000);

let folder: string;
let file: string;
let receiver: Receiver;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'document-webhooks-migration-'));
  file = path.join(folder, 'data.db');
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

function boot(relay = {}): Promise<App> {
  return bootStrapi({
    config: { relay },
    env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: file },
  });
}

/** The tables as 0.1 made them, and what Strapi remembers of them. */
const BACK_TO_01 = `
  DROP TABLE document_webhooks_health;
  DROP TABLE document_webhooks_sequences;
  DROP INDEX document_webhooks_deliveries_lanes;
  ALTER TABLE document_webhooks_deliveries DROP COLUMN sequence;
  ALTER TABLE document_webhooks_deliveries DROP COLUMN event_at;
  ALTER TABLE document_webhooks_deliveries RENAME COLUMN due_at TO next_attempt_at;
  UPDATE document_webhooks_deliveries SET next_attempt_at = NULL WHERE status <> 'pending';
  CREATE INDEX document_webhooks_deliveries_document
    ON document_webhooks_deliveries (document_id, id);
  CREATE INDEX document_webhooks_deliveries_created ON document_webhooks_deliveries (created_at);
  ALTER TABLE document_webhooks DROP COLUMN rate_limit;
  ALTER TABLE document_webhooks DROP COLUMN ordering;
  ALTER TABLE document_webhooks DROP COLUMN coalesce_seconds;
  ALTER TABLE document_webhooks DROP COLUMN coalesce_scope;
`;
const NEW_TABLES = ['document_webhooks_health', 'document_webhooks_sequences'];
const NEW_COLUMNS = [
  'sequence',
  'event_at',
  'rate_limit',
  'ordering',
  'coalesce_seconds',
  'coalesce_scope',
];

interface Stored {
  tables: { name: string; columns: { name: string }[]; indexes: { name: string }[] }[];
}

async function turnBack({ strapi }: App): Promise<void> {
  const { connection } = strapi.db;
  for (const statement of BACK_TO_01.split(';').filter((it) => it.trim() !== '')) {
    await connection.raw(statement);
  }
  const [stored] = await connection<{ schema: string }>('strapi_database_schema').select('schema');
  const schema = schemaOf01(JSON.parse(stored?.schema ?? '') as Stored);
  await connection('strapi_database_schema').update({
    schema: JSON.stringify(schema),
    hash: 'of 0.1',
  });
}

function schemaOf01(schema: Stored): Stored {
  const tables = schema.tables
    .filter(({ name }) => !NEW_TABLES.includes(name))
    .map((table) => {
      if (!table.name.startsWith('document_webhooks')) return table;
      const columns = table.columns
        .filter(({ name }) => !NEW_COLUMNS.includes(name))
        .map((column) =>
          column.name === 'due_at' ? { ...column, name: 'next_attempt_at' } : column,
        );
      const indexes = table.indexes.filter(({ name }) => !name.endsWith('_lane'));
      return { ...table, columns, indexes };
    });
  return { ...schema, tables };
}

/** A delivered delivery, and two pending ones of which the second is due in an hour. */
async function leave(): Promise<{ webhook: Entry; document: Entry }> {
  const app = await boot({ enabled: false });
  const documents = app.documents(QUOTATION);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: [
      { fieldname: 'customer', key: 'c' },
      { fieldname: '$timestamp', key: 't' },
    ],
  });
  const [document, other] = [
    await documents.create({ data: { name: 'QTN-00001' } }),
    await documents.create({ data: { name: 'QTN-00002' } }),
  ];
  await documents.update({ documentId: document.documentId, data: { customer: 'delivered' } });
  await drain(app);
  await updateWebhook(app, webhook, { state: 'paused' });
  await documents.update({ documentId: document.documentId, data: { customer: 'pending' } });
  await documents.update({ documentId: other.documentId, data: { customer: 'later' } });
  const later = (await deliveriesOf(app, webhook)).at(-1);
  await alterDelivery(app, later?.id ?? '', { due_at: LATER });
  await turnBack(app);
  await app.stop();
  return { webhook, document };
}

test('what is pending in a database of 0.1 is delivered, and the log and due times stay', async () => {
  const { webhook, document } = await leave();
  receiver.reset();

  const app = await boot();
  const before = await deliveriesOf(app, webhook);
  const migrated = await app.documents(WEBHOOK).findOne({ documentId: webhook.documentId });
  await updateWebhook(app, webhook, { state: 'enabled' });
  await receiver.received(1);
  await drain(app);
  const { documentId } = document;
  await app.documents(QUOTATION).update({ documentId, data: { customer: 'new' } });
  await receiver.received(2);
  await drain(app);
  const after = await deliveriesOf(app, webhook);
  await app.stop();

  expect(migrated).toMatchObject({ name: webhook['name'], state: 'paused' });
  expect(before.map(({ status, sequence }) => [status, sequence])).toEqual([
    ['delivered', null],
    ['pending', null],
    ['pending', null],
  ]);
  expect(before[2]?.nextAttemptAt).toBe(new Date(LATER).toISOString());
  expect(after.map(({ status, sequence }) => [status, sequence])).toEqual([
    ['delivered', null],
    ['delivered', null],
    ['pending', null],
    ['delivered', 1],
  ]);
  expect(receiver.requests.map(({ json }) => json)).toEqual([
    { c: 'pending', t: before[1]?.createdAt },
    { c: 'new', t: after[3]?.createdAt },
  ]);
});

test('it boots again on what it has migrated', async () => {
  const app = await boot();
  const [webhook] = await app.documents(WEBHOOK).findMany();
  const deliveries = webhook ? await deliveriesOf(app, webhook) : [];
  const columns = Object.keys(await app.strapi.db.connection(DELIVERY_TABLE).columnInfo());
  await app.stop();

  expect(deliveries).toHaveLength(4);
  expect(columns).toEqual(expect.arrayContaining(['due_at', 'sequence', 'event_at']));
  expect(columns).not.toContain('next_attempt_at');
});
