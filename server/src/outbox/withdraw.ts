import { asEnqueued, type DeliveryRecord } from './delivery';
import { laneOf } from './lane';
import { deliveries, sequences, type Connection } from './tables';

/**
 * Takes back a delivery that the same transaction enqueued, and that nobody else has seen. What the
 * transaction enqueued after it in its lane moves up, so that no number is missing. Returns whether it was there.
 */
export async function withdraw(
  transaction: Connection,
  record: DeliveryRecord,
  laterIds: string[],
): Promise<boolean> {
  const gone = await deliveries(transaction).where(asEnqueued(record)).delete();
  const { sequence } = record.event;
  if (gone === 0 || sequence === null) return gone > 0;
  const { webhookId, documentId } = laneOf(record);
  const counter = await sequences(transaction)
    .where({ document_id: documentId, webhook_id: webhookId })
    .where('last', '>=', sequence)
    .first<{ id: number } | undefined>('id');
  if (counter) await sequences(transaction).where({ id: counter.id }).decrement('last', 1);
  if (laterIds.length > 0) {
    await deliveries(transaction).whereIn('delivery_id', laterIds).decrement('sequence', 1);
  }
  return true;
}

/** Takes back the lease, and the body, of one that turned out to have to wait. */
export async function unlease(transaction: Connection, ids: string[]): Promise<void> {
  await deliveries(transaction).whereIn('delivery_id', ids).update({
    locked_by: null,
    locked_until: null,
    body_format: null,
    body: null,
    body_host: null,
  });
}
