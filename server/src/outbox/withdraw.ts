import type { DeliveryRecord } from './delivery';
import { laneOf } from './lane';
import { deliveries, sequences, type Connection } from './tables';

/**
 * Takes back a delivery that the same transaction enqueued, and that nobody else has seen. What the
 * transaction enqueued after it in its lane moves up, so that no number is missing.
 */
export async function withdraw(
  transaction: Connection,
  record: DeliveryRecord,
  laterIds: string[],
): Promise<void> {
  await deliveries(transaction).where({ delivery_id: record.id }).delete();
  const { sequence } = record.event;
  if (sequence === null) return;
  const { webhookId, documentId } = laneOf(record);
  await sequences(transaction)
    .where({ document_id: documentId, webhook_id: webhookId })
    .where('last', '>=', sequence)
    .decrement('last', 1);
  if (laterIds.length === 0) return;
  await deliveries(transaction).whereIn('delivery_id', laterIds).decrement('sequence', 1);
}

/** Takes back the lease, and the body, of one that turned out to have to wait. */
export async function unlease(transaction: Connection, ids: string[]): Promise<void> {
  await deliveries(transaction)
    .whereIn('delivery_id', ids)
    .update({ locked_by: null, locked_until: null, body_format: null, body: null });
}
