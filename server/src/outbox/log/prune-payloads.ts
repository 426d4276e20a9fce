import type { DeliveryStatus } from '../../contracts/deliveries';
import { databaseNow, inTransaction, skipLocked } from '../database/dialect';
import { webhooksWith } from '../consume/due-webhooks';
import { attempts, deliveries, type Connection } from '../database/tables';

const SETTLED: DeliveryStatus[] = ['delivered', 'failed', 'cancelled', 'skipped'];
const BATCH = 200;

export interface PayloadRetention {
  /** Milliseconds after settlement for which a payload is kept. */
  keptMs: number;
  /** Milliseconds to look back beyond that. Older deliveries were handled by earlier runs. */
  lookBackMs: number;
}

/**
 * Deletes the payloads of settled deliveries and keeps their rows. Yields the number of deliveries of each
 * batch, including 0, so that the caller can stop in between.
 */
export async function* prunePayloads(
  connection: Connection,
  retention: PayloadRetention,
): AsyncGenerator<number> {
  for (const status of SETTLED) {
    for (const webhookId of await webhooksWith(connection, status)) {
      for (;;) {
        const pruned = await inTransaction(connection, (transaction) =>
          pruneBatch(transaction, { status, webhookId, ...retention }),
        );
        yield pruned;
        if (pruned === 0) break;
      }
    }
  }
}

interface PruneTarget extends PayloadRetention {
  status: DeliveryStatus;
  webhookId: string;
}

async function pruneBatch(
  transaction: Connection,
  { status, webhookId, keptMs, lookBackMs }: PruneTarget,
): Promise<number> {
  // A delivery that is being redelivered keeps its body: its row is locked or already pending.
  const rows = (await skipLocked(
    transaction,
    deliveries(transaction)
      .select('id', 'delivery_id')
      .where({ status, webhook_id: webhookId })
      .where('due_at', '<', databaseNow(transaction, -keptMs))
      .where('due_at', '>=', databaseNow(transaction, -keptMs - lookBackMs))
      .whereNotNull('snapshot')
      .limit(BATCH),
  )) as { id: number; delivery_id: string }[];
  if (rows.length === 0) return 0;

  await attempts(transaction)
    .whereIn(
      'delivery_id',
      rows.map((row) => row.delivery_id),
    )
    .update({ response_body: null });
  await deliveries(transaction)
    .whereIn(
      'id',
      rows.map(({ id }) => id),
    )
    .update({
      snapshot: null,
      context: null,
      body: null,
      body_format: null,
      body_host: null,
      body_variables: null,
    });
  return rows.length;
}
