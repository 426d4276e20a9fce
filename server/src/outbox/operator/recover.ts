import { CANCELLED_MANUALLY } from './cancel';
import {
  parseHolding,
  findHoldings,
  withDestination,
  type HoldingRow,
  type HoldingsCheck,
} from './captured-paths';
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
 * Requeues failed and cancelled deliveries of a time window, in small transactions. Deliveries keep their
 * original order. Delivered deliveries, tests, those cancelled manually and those superseded by a newer
 * delivery are skipped. Returns the number of requeued deliveries.
 */
export async function recover(
  connection: Connection,
  { check, destination, ...selection }: Recovery,
): Promise<number> {
  check(await findHoldings(findRecoverable(connection, selection)));
  let requeued = 0;
  for (let after = 0; ;) {
    const rows = await findPage(connection, { ...selection, after });
    if (rows.length === 0) return requeued;
    // Another delivery may have failed since the first check.
    check(rows.map(parseHolding));
    requeued += await requeue(connection, rows, destination);
    after = rows.at(-1)?.id ?? after;
  }
}

export interface Recovery {
  webhookId: string;
  window: Window;
  check: HoldingsCheck;
  /** The hash of the present destination. */
  destination: string;
}

interface Page {
  webhookId: string;
  window: Window;
  /** Id of the last row of the previous page. */
  after: number;
}

async function findPage(connection: Connection, { after, ...selection }: Page): Promise<Row[]> {
  return (await findRecoverable(connection, selection)
    .select('id', 'event', 'uid', 'captured_paths')
    .where('id', '>', after)
    .orderBy('id')
    .limit(BATCH)) as Row[];
}

function findRecoverable(
  connection: Connection,
  { webhookId, window }: Omit<Page, 'after'>,
): ReturnType<typeof deliveries> {
  return deliveries(connection)
    .where({ webhook_id: webhookId })
    .where(idsBetween(window.since, window.until))
    .where(isRecoverable);
}

interface Row extends HoldingRow {
  id: number;
}

/** Requeues rows whose captured paths are still those that were checked. */
function requeue(connection: Connection, rows: Row[], destination: string): Promise<number> {
  const idsByPaths = new Map<string | null, number[]>();
  for (const { id, captured_paths: paths } of rows) {
    idsByPaths.set(paths, [...(idsByPaths.get(paths) ?? []), id]);
  }
  return inTransaction(connection, async (transaction) => {
    let requeued = 0;
    for (const [paths, ids] of idsByPaths) {
      requeued += await deliveries(transaction)
        .whereIn('id', ids)
        .where({ captured_paths: paths })
        .where(isRecoverable)
        .update({
          status: 'pending',
          trigger: 'manual',
          reason: null,
          captured_paths: withDestination(paths, destination),
          settled_at: null,
          due_at: databaseNow(transaction),
          retry_from: transaction.ref('attempt_count'),
        });
    }
    return requeued;
  });
}

type Where = ReturnType<typeof deliveries>;

function isRecoverable(where: Where): void {
  void where
    .where({ status: 'failed' })
    .whereNot({ trigger: 'test' })
    .orWhere((cancelled) => {
      void cancelled
        .where({ status: 'cancelled', superseded_by: null })
        .whereNot({ reason: CANCELLED_MANUALLY });
    });
}
