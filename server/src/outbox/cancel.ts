import { databaseNow } from './dialect';
import { deliveries, type Connection } from './tables';

/** The reason of what a person cancelled: `recover` leaves it alone. */
export const CANCELLED_BY_HAND = 'Cancelled by hand';

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
      due_at: databaseNow(connection),
      settled_at: databaseNow(connection),
    });
}
