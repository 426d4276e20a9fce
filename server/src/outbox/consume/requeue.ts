import { groupByLease } from './group-by-lease';
import type { DeliveryRecord } from '../delivery';
import { databaseNow } from '../database/dialect';
import { deliveries, type Connection } from '../database/tables';

type Leased = Pick<DeliveryRecord, 'id' | 'lockedBy'>;

/** Requeues claimed deliveries that were not sent. Any instance can claim them again. */
export async function requeue(connection: Connection, leased: Leased[]): Promise<void> {
  for (const [lockedBy, group] of groupByLease(leased)) {
    await deliveries(connection)
      .whereIn(
        'delivery_id',
        group.map(({ id }) => id),
      )
      .where({ locked_by: lockedBy })
      .update({
        status: 'pending',
        due_at: databaseNow(connection),
        locked_by: null,
        locked_until: null,
      });
  }
}
