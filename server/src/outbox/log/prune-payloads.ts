import type { DeliveryStatus } from '../../contracts/deliveries';
import { databaseNow, inTransaction, skipLocked } from '../database/dialect';
import { webhooksWith } from '../consume/due-webhooks';
import { attempts, deliveries, type Connection } from '../database/tables';

const SETTLED: DeliveryStatus[] = ['delivered', 'failed', 'cancelled', 'skipped'];
const BATCH = 200;

export interface PayloadRetention {
  /** Milliseconds after the delivery settled. */
  keptMs: number;
  /** How much further back to look: what lies beyond was seen to before. */
  lookBackMs: number;
}

/** Drops bodies and keeps their rows, batch by batch; yields how many each batch had, 0 too, so that a caller can stop. */
export async function* prunePayloads(
  connection: Connection,
  retention: PayloadRetention,
): AsyncGenerator<number> {
  for (const status of SETTLED) {
    for (const webhookId of await webhooksWith(connection, status)) {
      for (;;) {
        const dropped = await inTransaction(connection, (transaction) =>
          dropBatch(transaction, { status, webhookId, ...retention }),
        );
        yield dropped;
        if (dropped === 0) break;
      }
    }
  }
}

interface Old extends PayloadRetention {
  status: DeliveryStatus;
  webhookId: string;
}

async function dropBatch(
  transaction: Connection,
  { status, webhookId, keptMs, lookBackMs }: Old,
): Promise<number> {
  // What is redelivered at this moment keeps its body: it is locked, or pending by now.
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
    .update({ snapshot: null, context: null, body: null, body_format: null, body_host: null });
  return rows.length;
}
