import { databaseNow } from './dialect';
import { deliveries, type Connection } from './tables';

/** Cancels one delivery that is pending. Returns whether it was. */
export async function cancel(connection: Connection, id: string, reason: string): Promise<boolean> {
  return (await cancelWhere(connection, { delivery_id: id }, reason)) > 0;
}

/** Cancels all that is pending for a webhook; what is being sent at this moment ends by itself. */
export function cancelAllOf(
  connection: Connection,
  webhookId: string,
  reason: string,
): Promise<number> {
  return cancelWhere(connection, { webhook_id: webhookId }, reason);
}

function cancelWhere(connection: Connection, where: object, reason: string): Promise<number> {
  return deliveries(connection)
    .where({ ...where, status: 'pending' })
    .update({
      status: 'cancelled',
      reason,
      next_attempt_at: null,
      settled_at: databaseNow(connection),
    });
}
