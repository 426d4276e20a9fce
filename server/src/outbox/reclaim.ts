import { databaseNow } from './dialect';
import { deliveries, type Connection } from './tables';

/** Returns deliveries whose lease ran out, because their instance died, to the queue. */
export function reclaim(connection: Connection): Promise<number> {
  return deliveries(connection)
    .where({ status: 'sending' })
    .where('locked_until', '<=', databaseNow(connection))
    .update({
      status: 'pending',
      next_attempt_at: databaseNow(connection),
      locked_by: null,
      locked_until: null,
    });
}
