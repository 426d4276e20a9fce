import { databaseNow, skipLocked } from '../database/dialect';
import { deliveries, type Connection } from '../database/tables';

/** The reason of what a person cancelled: `recover` leaves it alone. */
export const CANCELLED_MANUALLY = 'Cancelled by hand';

/** Cancels one delivery that is pending. Returns whether it was. */
export async function cancel(connection: Connection, id: string, reason: string): Promise<boolean> {
  const changed = await deliveries(connection)
    .where({ delivery_id: id, status: 'pending' })
    .update(cancelled(connection, reason));
  return changed > 0;
}

const BATCH = 1_000;

/**
 * Cancels all that is pending for a webhook; what is being sent at this moment ends by itself. What an open
 * transaction is merging into is left to the next look for what is due: nobody waits for that one to end.
 */
export async function cancelAllOf(
  transaction: Connection,
  webhookId: string,
  reason: string,
): Promise<void> {
  for (;;) {
    const pending = deliveries(transaction).where({ webhook_id: webhookId, status: 'pending' });
    const search = pending.select('id').limit(BATCH);
    const rows = (await skipLocked(transaction, search)) as { id: number }[];
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    await deliveries(transaction).whereIn('id', ids).update(cancelled(transaction, reason));
  }
}

function cancelled(connection: Connection, reason: string) {
  return {
    status: 'cancelled',
    reason,
    due_at: databaseNow(connection),
    settled_at: databaseNow(connection),
  };
}
