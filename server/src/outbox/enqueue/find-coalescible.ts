import type { CoalesceScope } from '../../contracts/webhook-choices';
import type { DeliveryRecord, StoredDelivery } from '../delivery';
import { databaseNow, skipLocked } from '../database/dialect';
import { deliveries, type Connection } from '../database/tables';

/**
 * Most candidates to try. If all are locked by other writers, the event gets a delivery of its own.
 */
const MAX_CANDIDATES = 10;

/**
 * Finds and locks a delivery in its coalescing window until the transaction ends; null if there is none.
 * Skips rows that other transactions have locked: waiting for them could deadlock.
 */
export async function lockCoalescible(
  transaction: Connection,
  record: DeliveryRecord,
  scope: CoalesceScope,
): Promise<StoredDelivery | null> {
  for (const id of await findCandidates(transaction, record, scope)) {
    const search = deliveries(transaction).where({ id }).where(isCoalescible);
    const row = (await skipLocked(transaction, search).first()) as StoredDelivery | undefined;
    if (row) return row;
  }
  return null;
}

type Query = ReturnType<typeof deliveries>;

/** Limits a query to deliveries without an attempt. */
export function isCoalescible(query: Query): void {
  void query
    .where({ status: 'pending', attempt_count: 0, trigger: 'automatic' })
    .whereNull('body_format');
}

/**
 * Reads candidates without a lock, because on MySQL a locking search would block other editors. Only the
 * newest delivery of a document is a candidate, because a merge must not overtake later deliveries of the
 * message group.
 */
async function findCandidates(
  transaction: Connection,
  { webhookId, event }: DeliveryRecord,
  scope: CoalesceScope,
): Promise<number[]> {
  const query = deliveries(transaction).where({ webhook_id: webhookId, status: 'pending' });
  if (scope === 'webhook') {
    const rows = await query
      .where(isCoalescible)
      .where('due_at', '>', databaseNow(transaction))
      .orderBy('due_at', 'desc')
      .limit(MAX_CANDIDATES)
      .select<{ id: number }[]>('id');
    return rows.map(({ id }) => id);
  }
  const newest = await query
    .where({ document_id: event.documentId, uid: event.uid, locale: event.locale })
    .orderBy('sequence', 'desc')
    .first<Pick<StoredDelivery, 'id' | 'event'> | undefined>('id', 'event');
  return newest?.event === event.event ? [newest.id] : [];
}
