import { databaseNow } from '../database/dialect';
import { deliveries, type Connection } from '../database/tables';

/** `original` sends the frozen bytes again. `rerendered` renders a new body from the snapshot. */
export type Redelivery = (Original | Rerendered) & {
  /** The captured paths that were checked. */
  checkedPaths: string | null;
  /** The captured paths of the content to send, for the current destination. */
  capturedPaths: string | null;
};

interface Original {
  mode: 'original';
}

interface Rerendered {
  mode: 'rerendered';
  snapshot: string;
  context: string | null;
}

/**
 * Makes a delivery due immediately and begins a new retry schedule, which replaces a pending automatic retry.
 * Returns false while the delivery is being sent, or if it has captured more since it was checked.
 */
export async function redeliver(
  connection: Connection,
  id: string,
  redelivery: Redelivery,
): Promise<boolean> {
  const newContent =
    redelivery.mode === 'rerendered'
      ? {
          snapshot: redelivery.snapshot,
          context: redelivery.context,
          body: null,
          body_format: null,
          body_host: null,
          body_variables: null,
        }
      : {};
  const changed = await deliveries(connection)
    .where({ delivery_id: id, captured_paths: redelivery.checkedPaths })
    .whereNot({ status: 'sending' })
    .update({
      ...newContent,
      captured_paths: redelivery.capturedPaths,
      status: 'pending',
      // The user has decided, so the condition is not evaluated again.
      undecided: 0,
      trigger: 'manual',
      reason: null,
      superseded_by: null,
      settled_at: null,
      due_at: databaseNow(connection),
      retry_from: connection.ref('attempt_count'),
    });
  return changed > 0;
}
