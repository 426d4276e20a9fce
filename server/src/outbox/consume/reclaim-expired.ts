import { databaseNow, inTransaction } from '../database/dialect';
import { deliveries, type Connection } from '../database/tables';

const BATCH = 1_000;

/** Returns deliveries whose lease ran out, because their instance died, to the queue; how many. */
export async function reclaimExpired(connection: Connection): Promise<number> {
  let reclaimed = 0;
  for (;;) {
    const ids = await lost(connection);
    if (ids.length === 0) return reclaimed;
    reclaimed += await requeue(connection, ids);
    if (ids.length < BATCH) return reclaimed;
  }
}

/** Read without a lock: on MySQL a search that locks waits for each open transaction that has stored one. */
async function lost(connection: Connection): Promise<number[]> {
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
