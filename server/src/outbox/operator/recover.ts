import { CANCELLED_MANUALLY } from './cancel';
import { holdingOf, holdingsOf, type HoldingRow, type HoldingsCheck } from './captured-paths';
import { databaseNow, inTransaction } from '../database/dialect';
import { idsBetween } from '../database/id-range';
import { deliveries, type Connection } from '../database/tables';

export interface Window {
  /** Epoch milliseconds, inclusive. */
  since: number;
  /** Epoch milliseconds, exclusive. */
  until: number;
}

const BATCH = 500;

/**
 * Makes due again what was failed or cancelled in a window, in small transactions; each leaves in
 * its place of the order. What was delivered since, cancelled by hand, or superseded by a
 * newer delivery, is left alone.
 */
export async function recover(
  connection: Connection,
  { check, ...wanted }: Recovery,
): Promise<number> {
  check(await holdingsOf(neverDelivered(connection, wanted)));
  let requeued = 0;
  for (let after = 0; ;) {
    const rows = await pageOf(connection, { ...wanted, after });
    if (rows.length === 0) return requeued;
    // One of them may have failed since all were looked at.
    check(rows.map(holdingOf));
    requeued += await requeue(
      connection,
      rows.map(({ id }) => id),
    );
    after = rows.at(-1)?.id ?? after;
  }
}

export interface Recovery {
  webhookId: string;
  window: Window;
  check: HoldingsCheck;
}

interface Page {
  webhookId: string;
  window: Window;
  /** The last row of the page before. */
  after: number;
}

async function pageOf(connection: Connection, { after, ...wanted }: Page): Promise<Row[]> {
  return (await neverDelivered(connection, wanted)
    .select('id', 'event', 'uid', 'captured_paths')
    .where('id', '>', after)
    .orderBy('id')
    .limit(BATCH)) as Row[];
}

function neverDelivered(
  connection: Connection,
  { webhookId, window }: Omit<Page, 'after'>,
): ReturnType<typeof deliveries> {
  return deliveries(connection)
    .where({ webhook_id: webhookId })
    .where(idsBetween(window.since, window.until))
    .where(lost);
}

interface Row extends HoldingRow {
  id: number;
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
  void where.where({ status: 'failed' }).orWhere((cancelled) => {
    void cancelled
      .where({ status: 'cancelled', superseded_by: null })
      .whereNot({ reason: CANCELLED_MANUALLY });
  });
}
