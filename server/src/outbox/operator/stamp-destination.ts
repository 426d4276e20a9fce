import { skipLocked } from '../database/dialect';
import { deliveries, type Connection } from '../database/tables';
import { findWaiting, withDestination, type Holding } from './captured-paths';

const BATCH = 1_000;

interface Stamping {
  webhookId: string;
  /** The contents that were checked. Deliveries with other contents keep their destination. */
  holdings: Holding[];
  /** The hash of the changed destination. */
  destination: string;
}

/**
 * Marks waiting deliveries as meant for the changed destination of their webhook. Deliveries that an open
 * transaction has locked are skipped, so nothing waits for that transaction.
 */
export async function stampDestination(
  transaction: Connection,
  { webhookId, holdings, destination }: Stamping,
): Promise<void> {
  for (const { event, uid, capturedPaths } of holdings) {
    const stamped = withDestination(capturedPaths, destination);
    if (stamped === capturedPaths) continue;
    for (;;) {
      const same = { event, uid, captured_paths: capturedPaths };
      const search = findWaiting(transaction, webhookId).where(same).select('id').limit(BATCH);
      const rows = (await skipLocked(transaction, search)) as { id: number }[];
      if (rows.length === 0) break;
      const ids = rows.map(({ id }) => id);
      await deliveries(transaction).whereIn('id', ids).update({ captured_paths: stamped });
    }
  }
}
