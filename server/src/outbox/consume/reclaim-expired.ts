import { databaseNow, inTransaction } from '../database/dialect';
import { deliveries, type Connection } from '../database/tables';

const BATCH = 1_000;

/** Requeues deliveries whose lease expired because their instance died. Returns their number. */
export async function reclaimExpired(connection: Connection): Promise<number> {
  let reclaimed = 0;
  for (;;) {
    const ids = await findExpired(connection);
    if (ids.length === 0) return reclaimed;
    reclaimed += await requeue(connection, ids);
    if (ids.length < BATCH) return reclaimed;
  }
}

/**
 * Reads without a lock. On MySQL a locking search waits for each open transaction that has inserted a
 * delivery.
 */
async function findExpired(connection: Connection): Promise<number[]> {
  const rows = (await deliveries(connection)
    .select('id')
    .where({ status: 'sending' })
    .where('locked_until', '<=', databaseNow(connection))
    .limit(BATCH)) as { id: number }[];
  return rows.map(({ id }) => id);
}

function requeue(connection: Connection, ids: number[]): Promise<number> {
  return inTransaction(connection, (transaction) =>
    deliveries(transaction)
      .whereIn('id', ids)
      .where('locked_until', '<=', databaseNow(transaction))
      .update({
        status: 'pending',
        due_at: databaseNow(transaction),
        locked_by: null,
        locked_until: null,
      }),
  );
}
