import { databaseNow, skipLocked } from '../database/dialect';
import { deliveries, type Connection } from '../database/tables';

/** Reason of a delivery that a user cancelled. `recover` skips these. */
export const CANCELLED_MANUALLY = 'Cancelled manually';

/** Cancels one pending delivery. Returns false if it was not pending. */
export async function cancel(connection: Connection, id: string, reason: string): Promise<boolean> {
  const changed = await deliveries(connection)
    .where({ delivery_id: id, status: 'pending' })
    .update(cancelled(connection, reason));
  return changed > 0;
}

const BATCH = 1_000;

/**
 * Cancels all pending deliveries of a webhook, with a visible reason (I8). Deliveries that are being sent
 * end normally. Deliveries into which an open transaction is merging are locked and skipped, so nothing
 * waits for that transaction; the next poll cancels them.
 */
export async function cancelPending(
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
