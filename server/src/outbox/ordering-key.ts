import { GROUP_STATUSES } from './delivery';
import type { DeliveryRecord } from './delivery';
import { groupIndexHint } from './database/dialect';
import { deliveries, sequences, type Connection } from './database/tables';

/** Ordering key: all deliveries of one document to one webhook form a message group. */
export interface OrderingKey {
  documentId: string;
  webhookId: string;
}

export interface GroupState {
  /** The last allocated sequence; 0 before the first. */
  last: number;
  /** Whether the group has unsettled deliveries. */
  occupied: boolean;
  /** Id of its row in the sequence table; null if it has none. */
  counter: number | null;
}

export const NEW_GROUP: GroupState = { last: 0, occupied: false, counter: null };

/**
 * The ordering key of a delivery. An event without a document has a group of its own and waits for no other
 * delivery.
 */
export function orderingKeyOf({ id, webhookId, event }: DeliveryRecord): OrderingKey {
  return { webhookId, documentId: event.documentId ?? id };
}

export function orderingKeyText({ documentId, webhookId }: OrderingKey): string {
  return `${webhookId} ${documentId}`;
}

/**
 * Reads the states of message groups with plain selects, which take no locks. Returns them by
 * `orderingKeyText`; a new group is missing.
 */
export async function readGroupStates(
  transaction: Connection,
  keys: OrderingKey[],
): Promise<Map<string, GroupState>> {
  if (keys.length === 0) return new Map();
  const documents = [...new Set(keys.map(({ documentId }) => documentId))];
  const webhooks = [...new Set(keys.map(({ webhookId }) => webhookId))];
  const newest: GroupRow[] = await deliveries(transaction)
    .select('document_id', 'webhook_id', 'status')
    .max('sequence as last')
    // In the column order of the groups' index: MariaDB does not use an index for pairs.
    .whereIn('status', GROUP_STATUSES)
    .whereIn('document_id', documents)
    .whereIn('webhook_id', webhooks)
    .groupBy('document_id', 'webhook_id', 'status');
  const pruned = (await sequences(transaction)
    .select('id', 'document_id', 'webhook_id', 'last')
    .whereIn('document_id', documents)
    .whereIn('webhook_id', webhooks)) as GroupRow[];

  const states = new Map<string, GroupState>();
  for (const { document_id: documentId, webhook_id: webhookId, status, last, id } of [
    ...newest,
    ...pruned,
  ]) {
    const key = orderingKeyText({ documentId, webhookId });
    const state = states.get(key) ?? NEW_GROUP;
    states.set(key, {
      last: Math.max(state.last, last ?? 0),
      occupied: state.occupied || status === 'pending' || status === 'sending',
      counter: id ?? state.counter,
    });
  }
  return states;
}

interface GroupRow {
  document_id: string;
  webhook_id: string;
  status?: string;
  last: number | null;
  id?: number;
}

/**
 * SQL condition: row `d` is the head of its message group, and no delivery of the group is being sent.
 * Takes the table name twice.
 */
export function isHeadOfGroup(connection: Connection, d: string): string {
  const sameGroup = `FROM ?? AS other ${groupIndexHint(connection)}
    WHERE other.document_id = ${d}.document_id AND other.webhook_id = ${d}.webhook_id`;
  // Two subqueries without NOT EXISTS, and `id + 0`, which no index matches: without statistics PostgreSQL
  // would ignore the groups' index and read the whole queue for each row.
  return `(SELECT 1 ${sameGroup} AND other.status = 'sending' LIMIT 1) IS NULL
    AND (SELECT 1 ${sameGroup} AND other.status = 'pending'
      AND other.sequence <= ${d}.sequence AND other.id + 0 < ${d}.id LIMIT 1) IS NULL`;
}
