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
  later: DeliveryRecord[],
): Promise<void> {
  await deliveries(transaction).where({ delivery_id: record.id }).delete();
  const { sequence } = record.event;
  if (sequence === null) return;
  const { webhookId, documentId } = laneOf(record);
  await sequences(transaction)
    .where({ document_id: documentId, webhook_id: webhookId })
    .where('last', '>=', sequence)
    .decrement('last', 1);
  if (later.length === 0) return;
  const ids = later.map(({ id }) => id);
  await deliveries(transaction).whereIn('delivery_id', ids).decrement('sequence', 1);
  for (const { event } of later) event.sequence = (event.sequence ?? 0) - 1;
}

/** Takes back the lease, and the body, of one that turned out to have to wait. */
export async function unlease(transaction: Connection, ids: string[]): Promise<void> {
  await deliveries(transaction)
    .whereIn('delivery_id', ids)
    .update({ locked_by: null, locked_until: null, body_format: null, body: null });
}
