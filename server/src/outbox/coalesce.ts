import type { CoalesceScope } from '../contracts/webhook-choices';
import { eventColumns, type DeliveryRecord, type DeliveryRow } from './delivery';
import { databaseNow } from './dialect';
import { laneKey, laneOf, readLanes } from './lane';
import { deliveries, type Connection } from './tables';

/**
 * Merges a repeat into a delivery that the same transaction enqueued: the last state wins. Nobody else
 * has seen the row yet, so no lease is checked. Returns null where the row is gone.
 */
export async function coalesce(
  transaction: Connection,
  into: DeliveryRecord,
  later: DeliveryRecord,
): Promise<DeliveryRecord | null> {
  const sequence = await sequenceIn(transaction, later, into.event);
  const merged = { ...later, id: into.id, event: { ...later.event, sequence } };
  const changed = await deliveries(transaction)
    .where({ delivery_id: into.id })
    .update({ ...stateOf(merged), coalesced: merged.coalesced });
  return changed === 0 ? null : merged;
}

/** A delivery that takes more, with an event merged into it. */
export interface Merged {
  record: DeliveryRecord;
  /** Leaves it as other transactions made it: what this one merged is not to be sent after all. */
  undo: () => Promise<void>;
}

/**
 * Merges an event into a delivery that waits for such, in the writer's transaction. Returns the one it
 * went into, or null: then nothing waits any longer, and the event needs a delivery of its own.
 */
export async function coalesceWaiting(
  transaction: Connection,
  record: DeliveryRecord,
  scope: CoalesceScope,
): Promise<Merged | null> {
  const waiting = await newestWaiting(transaction, record, scope);
  if (!waiting) return null;

  const { document_id: documentId, delivery_id: id } = waiting;
  const sequence = await sequenceIn(transaction, record, { ...waiting, documentId });
  const event = { ...record.event, sequence };
  const coalesced = waiting.coalesced + 1;
  const context = contextOver(waiting, record);
  const merged = { ...record, id, event, coalesced, context };
  const changed = await deliveries(transaction)
    .where({ id: waiting.id, ...UNTOUCHED })
    .whereNull('body_format')
    .update({ ...stateOf(merged), coalesced });
  if (changed === 0) return null;
  const undo = async () => {
    const columns = ['coalesced', ...Object.keys(stateOf(merged))] as (keyof DeliveryRow)[];
    const state = Object.fromEntries(columns.map((name) => [name, waiting[name]]));
    await deliveries(transaction).where({ id: waiting.id }).update(state);
  };
  return { record: merged, undo };
}

interface Beside {
  previous?: unknown;
  changed?: string[];
}

/** What was before stays what was before the first of the merged events; what changed adds up. */
function contextOver(waiting: DeliveryRow, { event, context }: DeliveryRecord): string | null {
  if (context === null || waiting.context === null) return context;
  if (waiting.document_id !== event.documentId || waiting.locale !== event.locale) return context;
  const [earlier, later] = [waiting.context, context].map((it) => JSON.parse(it) as Beside);
  const changed = [...new Set([...(earlier?.changed ?? []), ...(later?.changed ?? [])])];
  return JSON.stringify({
    ...later,
    ...(earlier?.previous === undefined ? {} : { previous: earlier.previous }),
    ...(later?.changed ? { changed } : {}),
  });
}

const UNTOUCHED = { status: 'pending', attempt_count: 0, trigger: 'automatic' };

/**
 * Read without a lock: on MySQL a search that locks would lock out other editors. What follows the
 * waiting delivery in its lane must not be overtaken, so only the newest of a document takes more.
 */
async function newestWaiting(
  transaction: Connection,
  { webhookId, event }: DeliveryRecord,
  scope: CoalesceScope,
): Promise<DeliveryRow | undefined> {
  const query = deliveries(transaction).where({ webhook_id: webhookId, status: 'pending' });
  if (scope === 'webhook') {
    void query
      .where(UNTOUCHED)
      .whereNull('body_format')
      .where('due_at', '>', databaseNow(transaction));
    return (await query.orderBy('due_at', 'desc').first()) as DeliveryRow | undefined;
  }
  void query.where({ document_id: event.documentId, uid: event.uid, locale: event.locale });
  const newest = (await query.orderBy('sequence', 'desc').first()) as DeliveryRow | undefined;
  return newest?.event === event.event ? newest : undefined;
}

/** A delivery that comes to tell of another document counts among that one's. */
async function sequenceIn(
  transaction: Connection,
  record: DeliveryRecord,
  before: { documentId: string | null; sequence: number | null },
): Promise<number> {
  const { documentId } = record.event;
  if (before.documentId === documentId && before.sequence !== null) return before.sequence;
  const lane = laneOf(record);
  const state = (await readLanes(transaction, [lane])).get(laneKey(lane));
  return (state?.last ?? 0) + 1;
}

function stateOf({ snapshot, context, body, event }: DeliveryRecord) {
  return {
    ...eventColumns(event),
    sequence: event.sequence,
    snapshot,
    context,
    body_format: body?.format ?? null,
    body: body?.text ?? null,
  };
}
