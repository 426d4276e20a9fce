import type { CoalesceScope } from '../../contracts/webhook-choices';
import type { DeliveryRecord, StoredDelivery } from '../delivery';
import { databaseNow, skipLocked } from '../database/dialect';
import { deliveries, type Connection } from '../database/tables';

/** With more writers at once than this, some make calls of their own. */
const MOST_TRIED = 10;

/**
 * What an event may be merged into, and nobody else can until the transaction ends. What another open
 * transaction merges into is passed over: that one may be waiting for this one.
 */
export async function lockCoalescible(
  transaction: Connection,
  record: DeliveryRecord,
  scope: CoalesceScope,
): Promise<StoredDelivery | null> {
  for (const id of await newestWaiting(transaction, record, scope)) {
    const search = deliveries(transaction).where({ id }).where(isOpen);
    const row = (await skipLocked(transaction, search).first()) as StoredDelivery | undefined;
    if (row) return row;
  }
  return null;
}

type Query = ReturnType<typeof deliveries>;

/** Of what nobody has tried to send. */
export function isOpen(query: Query): void {
  void query
    .where({ status: 'pending', attempt_count: 0, trigger: 'automatic' })
    .whereNull('body_format');
}

/**
 * Read without a lock: on MySQL a search that locks would lock out other editors. What follows the
 * waiting delivery in its lane must not be overtaken, so only the newest of a document takes more.
 */
async function newestWaiting(
  transaction: Connection,
  { webhookId, event }: DeliveryRecord,
  scope: CoalesceScope,
): Promise<number[]> {
  const query = deliveries(transaction).where({ webhook_id: webhookId, status: 'pending' });
  if (scope === 'webhook') {
    const rows = await query
      .where(isOpen)
      .where('due_at', '>', databaseNow(transaction))
      .orderBy('due_at', 'desc')
      .limit(MOST_TRIED)
      .select<{ id: number }[]>('id');
    return rows.map(({ id }) => id);
  }
  const newest = await query
    .where({ document_id: event.documentId, uid: event.uid, locale: event.locale })
    .orderBy('sequence', 'desc')
    .first<Pick<StoredDelivery, 'id' | 'event'> | undefined>('id', 'event');
  return newest?.event === event.event ? [newest.id] : [];
}
