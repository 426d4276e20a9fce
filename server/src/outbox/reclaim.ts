import { databaseNow, inTransaction } from './dialect';
import { deliveries, type Connection } from './tables';

/** Returns deliveries whose lease ran out, because their instance died, to the queue. */
export function reclaim(connection: Connection): Promise<number> {
  return inTransaction(connection, (transaction) =>
    deliveries(transaction)
      .where({ status: 'sending' })
      .where('locked_until', '<=', databaseNow(transaction))
      .update({
        status: 'pending',
        due_at: databaseNow(transaction),
        locked_by: null,
        locked_until: null,
      }),
  );
}
