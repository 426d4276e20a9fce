import { ATTEMPT_TABLE } from '../../../server/src/plugin-id';
import { countDeliveries, drain } from '../../support/deliveries';
import { QUOTATION, WEBHOOK } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

/** More than SQLite takes rows in one INSERT. */
const MANY = 510;

const scene = useScene();

/** Past the Document Service, which would check and refresh for each. */
async function insertWebhooks(count: number): Promise<void> {
  const { app, receiver } = scene;
  const rows = Array.from({ length: count }, (_, index) => ({
    documentId: `many${String(index).padStart(20, '0')}`,
    name: `Many ${String(index)}`,
    state: 'enabled',
    contentTypes: [QUOTATION],
    events: ['entry.create'],
    method: 'POST',
    url: `${receiver.url}/many`,
    payload: 'document',
  }));
  for (let from = 0; from < count; from += 100) {
    await app.strapi.db.query(WEBHOOK).createMany({ data: rows.slice(from, from + 100) });
  }
}

function failedAttempts(): Promise<object[]> {
  const { connection } = scene.app.strapi.db;
  return connection(ATTEMPT_TABLE).whereNot({ outcome: 'response' }).select('outcome', 'error');
}

test('a write of a type with more webhooks than one INSERT takes rows is a delivery for each', async () => {
  const { app, receiver } = scene;
  await insertWebhooks(MANY - 1);
  // The registry learns of them with this one.
  await createWebhook(app, { url: `${receiver.url}/one`, events: ['entry.create'] });
  const before = await countDeliveries(app);

  await app.documents(QUOTATION).create({ data: { name: 'QTN-00001' } });

  expect(await countDeliveries(app)).toBe(before + MANY);
  await receiver.received(MANY, 120_000);
  await drain(app);
  // A second request would be right after a failed attempt, on a machine that is too busy: then this says so.
  expect(await failedAttempts()).toEqual([]);
  expect(receiver.requestsAt('/many')).toHaveLength(MANY - 1);
  expect(receiver.requestsAt('/one')).toHaveLength(1);
  const sent = new Set(receiver.requests.map(({ headers }) => headers['webhook-id']));
  expect(sent.size).toBe(MANY);
});
