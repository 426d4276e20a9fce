import { multiplyRow } from './multiply-row.mjs';

const DELIVERY = 'document-webhooks::delivery';

/** By webhook: a delivery as capture enqueues it. */
const samples = new Map();

let fills = 0;

/**
 * Fills the outbox with due deliveries to one webhook. One is captured from a real write, the others
 * are copies of its row under other ids: 5 000 writes would take longer than all that is measured.
 * Nothing may be relayed in the meantime (`relay.enabled: false`).
 */
export async function fillOutbox(strapi, { webhook, count, createQuotation }) {
  const { connection } = strapi.db;
  const { tableName: table } = strapi.db.metadata.get(DELIVERY);
  if (!samples.has(webhook)) {
    await createQuotation();
    samples.set(webhook, await connection(table).where({ webhook_id: webhook }).first());
  }
  // The sample's own write was captured for all webhooks.
  await connection(table).where({ status: 'pending' }).delete();

  fills += 1;
  const [row] = await connection(table).insert(samples.get(webhook)).returning('*');
  await multiplyRow(connection, { table, row, count, changes: otherIds(fills) });
  await connection(table).where({ id: row.id }).delete();
}

/** As long as real ones, and no two alike. */
function otherIds(fill) {
  const number = `${100_000_000_000 * fill} + n`;
  return {
    delivery_id: `concat('msg_', ${number}, '01234567890123456789')`,
    // Scattered: one behind the other, they would be quicker to find.
    document_id: `concat((${number}) * 7919 % 999999999989, 'abcdefghijkl')`,
  };
}
