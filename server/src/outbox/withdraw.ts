import { deliveries, type Connection } from './tables';

/** Takes back a delivery that the same transaction enqueued, and that nobody else has seen. */
export async function withdraw(transaction: Connection, id: string): Promise<void> {
  await deliveries(transaction).where({ delivery_id: id }).delete();
}

/** Takes back the lease, and the body, of one that turned out to have to wait. */
export async function unlease(transaction: Connection, ids: string[]): Promise<void> {
  await deliveries(transaction)
    .whereIn('delivery_id', ids)
    .update({ locked_by: null, locked_until: null, body_format: null, body: null });
}
