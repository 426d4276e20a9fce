import { randomUUID } from 'node:crypto';

const DELIVERY = 'document-webhooks::delivery';
const ROWS_AN_INSERT = 100;

/** By webhook: a delivery as capture enqueues it. */
const samples = new Map();

/**
 * Fills the outbox with due deliveries to one webhook. One is captured from a real write, the others
 * are copies of its row under other ids: 5 000 writes would take longer than all that is measured.
 * Nothing may be relayed in the meantime (`relay.enabled: false`).
 */
export async function fillOutbox(strapi, { webhook, count, createQuotation }) {
  const { connection } = strapi.db;
  const { tableName } = strapi.db.metadata.get(DELIVERY);
  if (!samples.has(webhook)) {
    await createQuotation();
    const { id: _id, ...sample } = await connection(tableName)
      .where({ webhook_id: webhook, status: 'pending' })
      .first();
    samples.set(webhook, sample);
  }
  // The sample's own write was captured for all webhooks.
  await connection(tableName).where({ status: 'pending' }).delete();

  const sample = samples.get(webhook);
  const rows = Array.from({ length: count }, () => ({
    ...sample,
    delivery_id: `msg_${randomUUID().replaceAll('-', '')}`,
    document_id: randomUUID().replaceAll('-', '').slice(0, 24),
  }));
  await connection.batchInsert(tableName, rows, ROWS_AN_INSERT);
}
