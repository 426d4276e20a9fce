import { GROUP_STATUSES } from './delivery';
import type { DeliveryRecord } from './delivery';
import { laneHint } from './database/dialect';
import { deliveries, sequences, type Connection } from './database/tables';

/** One document's deliveries to one webhook. */
export interface OrderingKey {
  documentId: string;
  webhookId: string;
}

export interface GroupState {
  /** The last sequence given out, 0 before the first. */
  last: number;
  /** Whether something of it is unsettled. */
  occupied: boolean;
  /** Its row among the sequences. */
  counter: number | null;
}

export const NEW_GROUP: GroupState = { last: 0, occupied: false, counter: null };

/** What is about no document waits for nobody. */
export function orderingKeyOf({ id, webhookId, event }: DeliveryRecord): OrderingKey {
  return { webhookId, documentId: event.documentId ?? id };
}

export function orderingKeyText({ documentId, webhookId }: OrderingKey): string {
  return `${webhookId} ${documentId}`;
}

/** Reads lanes by plain selects, which lock nothing. */
export async function readGroupStates(
  transaction: Connection,
  keys: OrderingKey[],
): Promise<Map<string, GroupState>> {
  if (keys.length === 0) return new Map();
  const documents = [...new Set(keys.map(({ documentId }) => documentId))];
  const webhooks = [...new Set(keys.map(({ webhookId }) => webhookId))];
  const newest: LaneRow[] = await deliveries(transaction)
    .select('document_id', 'webhook_id', 'status')
    .max('sequence as last')
    // In the columns of the lanes' index: MariaDB finds no pairs by an index.
    .whereIn('status', GROUP_STATUSES)
    .whereIn('document_id', documents)
    .whereIn('webhook_id', webhooks)
    .groupBy('document_id', 'webhook_id', 'status');
  const pruned = (await sequences(transaction)
    .select('id', 'document_id', 'webhook_id', 'last')
    .whereIn('document_id', documents)
    .whereIn('webhook_id', webhooks)) as LaneRow[];

  const states = new Map<string, GroupState>();
  for (const { document_id: documentId, webhook_id: webhookId, status, last, id } of [
    ...newest,
    ...pruned,
  ]) {
    const key = orderingKeyText({ documentId, webhookId });
    const known = states.get(key) ?? NEW_GROUP;
    states.set(key, {
      last: Math.max(known.last, last ?? 0),
      occupied: known.occupied || status === 'pending' || status === 'sending',
      counter: id ?? known.counter,
    });
  }
  return states;
}

interface LaneRow {
  document_id: string;
  webhook_id: string;
  status?: string;
  last: number | null;
  id?: number;
}

/** True of a row `d` that nothing of its lane stands before, and nothing of it is being sent. Takes the table twice. */
export function isHeadOfGroup(connection: Connection, d: string): string {
  const ofLane = `FROM ?? AS other ${laneHint(connection)}
    WHERE other.document_id = ${d}.document_id AND other.webhook_id = ${d}.webhook_id`;
  // Two looks, neither a NOT EXISTS, and an id that no index finds: without statistics PostgreSQL would
  // go past the lanes' index, and read the whole queue for each row of it.
  return `(SELECT 1 ${ofLane} AND other.status = 'sending' LIMIT 1) IS NULL
    AND (SELECT 1 ${ofLane} AND other.status = 'pending'
      AND other.sequence <= ${d}.sequence AND other.id + 0 < ${d}.id LIMIT 1) IS NULL`;
}
