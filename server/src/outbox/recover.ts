import { CANCELLED_BY_HAND } from './cancel';
import { databaseNow, inTransaction } from './dialect';
import { idsBetween } from './id-range';
import { deliveries, type Connection } from './tables';

export interface Window {
  /** Epoch milliseconds, inclusive. */
  since: number;
  /** Epoch milliseconds, exclusive. */
  until: number;
}

const BATCH = 500;

/**
 * Makes due again what was exhausted or cancelled in a window, in small transactions; each leaves in
 * its place of the order. What was delivered since, or cancelled by hand, is left alone.
 */
export async function recover(
  connection: Connection,
  webhookId: string,
  window: Window,
): Promise<number> {
  let requeued = 0;
  for (let after = 0; ;) {
    const ids = await neverDelivered(connection, { webhookId, window, after });
    if (ids.length === 0) return requeued;
    requeued += await requeue(connection, ids);
    after = ids.at(-1) ?? after;
  }
}

interface Page {
  webhookId: string;
  window: Window;
  /** The last row of the page before. */
  after: number;
}

async function neverDelivered(
  connection: Connection,
  { webhookId, window, after }: Page,
): Promise<number[]> {
  const rows = (await deliveries(connection)
    .select('id')
    .where({ webhook_id: webhookId })
    .where('id', '>', after)
    .where(idsBetween(window.since, window.until))
    .where(lost)
    .orderBy('id')
    .limit(BATCH)) as { id: number }[];
  return rows.map(({ id }) => id);
}

function requeue(connection: Connection, ids: number[]): Promise<number> {
  return inTransaction(connection, (transaction) =>
    deliveries(transaction)
      .whereIn('id', ids)
      .where(lost)
      .update({
        status: 'pending',
        trigger: 'manual',
        reason: null,
        settled_at: null,
        due_at: databaseNow(transaction),
        retry_from: transaction.ref('attempt_count'),
      }),
  );
}

type Where = ReturnType<typeof deliveries>;

function lost(where: Where): void {
  void where.where({ status: 'exhausted' }).orWhere((cancelled) => {
    void cancelled.where({ status: 'cancelled' }).whereNot({ reason: CANCELLED_BY_HAND });
  });
}
