import type { Connection } from '../../../server/src/outbox/database/tables';
import { deliveriesOf, deliveryOf, drain, makeDue, settled } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { inTransaction } from '../../support/savepoint';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

// What keeps its lease is not sent within any test.
const scene = useScene({ config: { relay: { leaseMs: 600_000 } } });
const TABLE = 'made_within_a_transaction';
let created = 0;

afterEach(() => scene.app.strapi.db.connection.schema.dropTableIfExists(TABLE));

/** It ends the transaction, and whatever follows is written for good at once. */
async function commitImplicitly(trx: Connection): Promise<void> {
  await trx.raw(`CREATE TABLE ${TABLE} (id INT)`);
}

function quotation(): Promise<Entry> {
  created += 1;
  return scene.app.documents(QUOTATION).create({ data: { name: `QTN-${String(created)}` } });
}

async function save({ documentId }: Entry, customer: string): Promise<void> {
  await scene.app.documents(QUOTATION).update({ documentId, data: { customer } });
}

test('what was sent meanwhile takes nothing more: the repeat is a delivery of its own', async () => {
  const { app, receiver } = scene;
  const document = await quotation();
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: [{ fieldname: 'customer' }],
    rateLimit: 100,
  });

  await inTransaction(app, async (trx) => {
    await save(document, 'first');
    await commitImplicitly(trx);
    await receiver.received(1);
    await save(document, 'second');
  });
  await drain(app);

  expect(receiver.requests.map(({ json }) => json)).toEqual([
    { customer: 'first' },
    { customer: 'second' },
  ]);
  const deliveries = await deliveriesOf(app, webhook);
  expect(deliveries.map(({ status, sequence }) => [status, sequence])).toEqual([
    ['delivered', 1],
    ['delivered', 2],
  ]);
});

test('what no savepoint undoes any longer is sent', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, events: ['entry.create'] });

  await inTransaction(app, async (trx) => {
    await quotation();
    await trx.raw('SAVEPOINT here');
    await quotation();
    await commitImplicitly(trx);
    await expect(trx.raw('ROLLBACK TO here').then()).rejects.toThrow('does not exist');
  });
  await drain(app);

  const ids = receiver.requests.map(({ json }) => (json as { id: string }).id);
  expect(ids.sort()).toEqual([`QTN-${String(created - 1)}`, `QTN-${String(created)}`]);
});

test('what waited and was sent meanwhile stays as it was sent', async () => {
  const { app, receiver } = scene;
  const document = await quotation();
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: [{ fieldname: 'customer' }],
    condition: 'doc.customer != "hidden"',
    coalesceSeconds: 600,
  });
  await save(document, 'waits');

  await inTransaction(app, async (trx) => {
    await save(document, 'merged');
    await commitImplicitly(trx);
    await makeDue(app, (await deliveryOf(app, webhook)).id);
    await receiver.received(1);
    await settled(app, webhook, 'delivered');
    await save(document, 'hidden');
  });
  await drain(app);

  expect(receiver.requests.map(({ json }) => json)).toEqual([{ customer: 'merged' }]);
  const { status, coalesced, request } = await deliveryOf(app, webhook);
  expect([status, coalesced, request?.body]).toEqual(['delivered', 1, '{"customer":"merged"}']);
});
