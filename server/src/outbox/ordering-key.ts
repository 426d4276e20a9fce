import { LANE_STATUSES } from './delivery';
import type { DeliveryRecord } from './delivery';
import { laneHint } from './database/dialect';
import { deliveries, sequences, type Connection } from './database/tables';

/** One document's deliveries to one webhook. */
export interface Lane {
  documentId: string;
  webhookId: string;
}

export interface LaneState {
  /** The last sequence given out, 0 before the first. */
  last: number;
  /** Whether something of it is unsettled. */
  occupied: boolean;
  /** Its row among the sequences. */
  counter: number | null;
}

export const NEW_LANE: LaneState = { last: 0, occupied: false, counter: null };

/** What is about no document waits for nobody. */
export function laneOf({ id, webhookId, event }: DeliveryRecord): Lane {
  return { webhookId, documentId: event.documentId ?? id };
}

export function laneKey({ documentId, webhookId }: Lane): string {
  return `${webhookId} ${documentId}`;
}

/** Reads lanes by plain selects, which lock nothing. */
export async function readLanes(
  transaction: Connection,
  lanes: Lane[],
): Promise<Map<string, LaneState>> {
  if (lanes.length === 0) return new Map();
  const documents = [...new Set(lanes.map(({ documentId }) => documentId))];
  const webhooks = [...new Set(lanes.map(({ webhookId }) => webhookId))];
  const newest: LaneRow[] = await deliveries(transaction)
    .select('document_id', 'webhook_id', 'status')
    .max('sequence as last')
    // In the columns of the lanes' index: MariaDB finds no pairs by an index.
    .whereIn('status', LANE_STATUSES)
    .whereIn('document_id', documents)
    .whereIn('webhook_id', webhooks)
    .groupBy('document_id', 'webhook_id', 'status');
  const pruned = (await sequences(transaction)
    .select('id', 'document_id', 'webhook_id', 'last')
    .whereIn('document_id', documents)
    .whereIn('webhook_id', webhooks)) as LaneRow[];

  const states = new Map<string, LaneState>();
  for (const { document_id: documentId, webhook_id: webhookId, status, last, id } of [
    ...newest,
    ...pruned,
  ]) {
    const key = laneKey({ documentId, webhookId });
    const known = states.get(key) ?? NEW_LANE;
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
export function leads(connection: Connection, d: string): string {
  const ofLane = `FROM ?? AS other ${laneHint(connection)}
    WHERE other.document_id = ${d}.document_id AND other.webhook_id = ${d}.webhook_id`;
  // Two looks, neither a NOT EXISTS, and an id that no index finds: without statistics PostgreSQL would
  // go past the lanes' index, and read the whole queue for each row of it.
  return `(SELECT 1 ${ofLane} AND other.status = 'sending' LIMIT 1) IS NULL
    AND (SELECT 1 ${ofLane} AND other.status = 'pending'
      AND other.sequence <= ${d}.sequence AND other.id + 0 < ${d}.id LIMIT 1) IS NULL`;
}
