import { recordOf, type DeliveryRecord, type DeliveryRow } from './delivery';
import { databaseNow, skipLocked } from './dialect';
import type { Lease } from './enqueue';
import { deliveries, type Connection } from './tables';

/** How many deliveries of a webhook there is room for. */
export interface Demand {
  webhookId: string;
  limit: number;
}

/** Leases due deliveries, oldest first, in a transaction of the caller's. Claims never overlap. */
export async function claim(
  transaction: Connection,
  lease: Lease,
  demands: Demand[],
): Promise<DeliveryRecord[]> {
  const rows: DeliveryRow[] = [];
  for (const demand of demands) rows.push(...(await due(transaction, demand)));
  if (rows.length === 0) return [];

  await deliveries(transaction)
    .whereIn(
      'id',
      rows.map((row) => row.id),
    )
    .update({
      status: 'sending',
      locked_by: lease.token,
      locked_until: databaseNow(transaction, lease.leaseMs),
    });
  return rows.map((row) => ({ ...recordOf(row), status: 'sending', lockedBy: lease.token }));
}

async function due(transaction: Connection, { webhookId, limit }: Demand): Promise<DeliveryRow[]> {
  const query = deliveries(transaction)
    .where({ status: 'pending', webhook_id: webhookId })
    .where('next_attempt_at', '<=', databaseNow(transaction))
    .orderBy(['next_attempt_at', 'id'])
    .limit(limit);
  return (await skipLocked(transaction, query)) as DeliveryRow[];
}
