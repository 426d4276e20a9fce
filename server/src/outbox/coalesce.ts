import type { DeliveryRecord } from './delivery';
import { deliveries, type Connection } from './tables';

/**
 * Merges a repeat of the same event into a delivery that the same transaction enqueued: the last
 * state wins. Nobody else has seen the row yet, so no lease is checked.
 */
export async function coalesce(transaction: Connection, record: DeliveryRecord): Promise<void> {
  await deliveries(transaction)
    .where({ delivery_id: record.id })
    .update({
      snapshot: record.snapshot,
      body_format: record.body?.format ?? null,
      body: record.body?.text ?? null,
      created_at: record.event.timestamp,
    })
    .increment('coalesced', 1);
}
