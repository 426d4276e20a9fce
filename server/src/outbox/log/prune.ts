import type { DeliveryStatus } from '../../contracts/deliveries';
import { databaseNow, inTransaction, skipLocked } from '../database/dialect';
import { webhooksWith } from '../consume/due-webhooks';
import { orderingKeyText, readGroupStates } from '../ordering-key';
import { attempts, deliveries, sequences, type Connection } from '../database/tables';

export interface LogRetention {
  statuses: DeliveryStatus[];
  /** Milliseconds after settlement for which a delivery is kept. */
  keptMs: number;
}

/** Small batches, so that other transactions do not wait long for the locks. */
const BATCH = 200;

/**
 * Deletes settled deliveries and their attempts. Yields the number of deliveries of each batch, including
 * 0, so that the caller can stop in between.
 */
export async function* prune(
  connection: Connection,
  { statuses, keptMs }: LogRetention,
): AsyncGenerator<number> {
  for (const status of statuses) {
    for (const webhookId of await webhooksWith(connection, status)) {
      for (;;) {
        const pruned = await inTransaction(connection, (transaction) =>
          pruneBatch(transaction, { status, webhookId, keptMs }),
        );
        yield pruned;
        if (pruned === 0) break;
      }
    }
  }
}

interface PruneTarget {
  status: DeliveryStatus;
  webhookId: string;
  keptMs: number;
}

interface PrunedRow {
  id: number;
  delivery_id: string;
  document_id: string;
  sequence: number;
}

async function pruneBatch(
  transaction: Connection,
  { status, webhookId, keptMs }: PruneTarget,
): Promise<number> {
  const old = (await skipLocked(
    transaction,
    deliveries(transaction)
      .select('id', 'delivery_id', 'document_id', 'sequence')
      .where({ status, webhook_id: webhookId })
      .where('due_at', '<', databaseNow(transaction, -keptMs))
      .orderBy('due_at')
      .limit(BATCH),
  )) as PrunedRow[];
  if (old.length === 0) return 0;

  await keepSequences(transaction, webhookId, old);
  const ids = old.map((row) => row.delivery_id);
  await attempts(transaction).whereIn('delivery_id', ids).delete();
  await deliveries(transaction)
    .whereIn(
      'id',
      old.map(({ id }) => id),
    )
    .delete();
  return old.length;
}

/**
 * Keeps the last sequence of a message group whose newest delivery is deleted, because receivers may
 * compare sequences.
 */
async function keepSequences(
  transaction: Connection,
  webhookId: string,
  old: PrunedRow[],
): Promise<void> {
  const keys = old.map((row) => ({ webhookId, documentId: row.document_id }));
  const states = await readGroupStates(transaction, keys);
  const newest = old.filter(
    ({ document_id: documentId, sequence }) =>
      sequence > 0 && states.get(orderingKeyText({ webhookId, documentId }))?.last === sequence,
  );
  if (newest.length === 0) return;
  await sequences(transaction)
    .insert(
      newest.map((row) => ({
        webhook_id: webhookId,
        document_id: row.document_id,
        last: row.sequence,
      })),
    )
    .onConflict(['document_id', 'webhook_id'])
    .merge(['last']);
}
