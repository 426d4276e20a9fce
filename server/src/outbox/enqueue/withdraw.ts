import type { StoredDelivery } from '../delivery';
import { deliveries, type Connection } from '../database/tables';

type Withdrawn = Pick<StoredDelivery, 'delivery_id' | 'coalesced' | 'status'>;

const MOST_IDS = 200;

/**
 * Deletes deliveries that the same transaction stored, as far as they are still there and nobody has
 * touched them: MySQL may have committed a part, which was sent since. Returns those by their ids. Not by
 * their status: MySQL would look among all of that status, and wait for whoever has just stored one.
 */
export async function withdraw(
  transaction: Connection,
  ids: string[],
): Promise<Map<string, Withdrawn>> {
  const withdrawn = new Map<string, Withdrawn>();
  for (let at = 0; at < ids.length; at += MOST_IDS) {
    const untouched = () =>
      deliveries(transaction)
        .whereIn('delivery_id', ids.slice(at, at + MOST_IDS))
        .where({ locked_by: null, attempt_count: 0 });
    const rows = await untouched().select<Withdrawn[]>('delivery_id', 'coalesced', 'status');
    if (rows.length > 0) await untouched().delete();
    for (const row of rows) withdrawn.set(row.delivery_id, row);
  }
  return withdrawn;
}

/** Takes back the lease, and the body, of one that turned out to have to wait. */
export async function unlease(transaction: Connection, ids: string[]): Promise<void> {
  await deliveries(transaction).whereIn('delivery_id', ids).update({
    locked_by: null,
    locked_until: null,
    body_format: null,
    body: null,
    body_host: null,
  });
}
