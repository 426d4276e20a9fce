import type { StoredDelivery } from '../delivery';
import { deliveries, type Connection } from '../database/tables';

type Withdrawn = Pick<StoredDelivery, 'delivery_id' | 'coalesced' | 'status'>;

const MOST_IDS = 200;

/**
 * Deletes deliveries that the same transaction inserted, if they still exist and are untouched. On MySQL an
 * implicit commit may have committed some of them, which were then sent. Returns the deleted deliveries by
 * id. The search is by id only: a search by status would make MySQL wait for other transactions that have
 * just inserted a delivery with that status.
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

/** Removes the lease and the frozen body of deliveries that must wait for their message group. */
export async function unlease(transaction: Connection, ids: string[]): Promise<void> {
  await deliveries(transaction).whereIn('delivery_id', ids).update({
    locked_by: null,
    locked_until: null,
    body_format: null,
    body: null,
    body_host: null,
    body_variables: null,
  });
}
