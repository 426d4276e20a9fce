import { databaseNow } from './dialect';
import { deliveries, type Connection } from './tables';

/** Gives claimed deliveries that were not sent back to the queue, for any instance to claim. */
export async function release(connection: Connection, owner: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await deliveries(connection)
    .whereIn('delivery_id', ids)
    .where({ status: 'sending', locked_by: owner })
    .update({
      status: 'pending',
      next_attempt_at: databaseNow(connection),
      locked_by: null,
      locked_until: null,
    });
}
