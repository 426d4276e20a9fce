import type { CoalesceScope } from '../contracts/webhook-choices';
import { joinCapturedPaths } from './captured-paths';
import { asEnqueued, eventColumns, type DeliveryRecord, type DeliveryRow } from './delivery';
import { laneKey, laneOf, readLanes } from './lane';
import { deliveries, type Connection } from './tables';
import { isOpen, takeWaiting } from './waiting';

/**
 * Merges a repeat into a delivery that the same transaction enqueued, or merged into: the last state wins.
 * Returns null where the row is gone, or where the database has ended the transaction by itself, as
 * MySQL does for a change of a table, and the row was sent since.
 */
export async function coalesce(
  transaction: Connection,
  into: DeliveryRecord,
  later: DeliveryRecord,
): Promise<DeliveryRecord | null> {
  const sequence = await sequenceIn(transaction, later, into.event);
  const capturedPaths = joinCapturedPaths(into.capturedPaths, later.capturedPaths);
  const event = { ...later.event, sequence };
  const merged = { ...later, id: into.id, event, capturedPaths };
  const changed = await deliveries(transaction)
    .where(asEnqueued(into))
    .update({ ...stateOf(merged), coalesced: merged.coalesced });
  return changed === 0 ? null : merged;
}

/** What waits for more, as other transactions made it. */
export interface Waiting {
  /** How many further events they merged into it. */
  coalesced: number;
  /** What is beside the document once an event is merged into it. */
  contextUnder(later: DeliveryRecord): string | null;
  /** Takes out again what this transaction merged into it; false where it has been claimed since. */
  restore(): Promise<boolean>;
}

/**
 * Merges an event into a delivery that waits for such, in the writer's transaction. Returns what became
 * of that one, or null: then nothing waits any longer, and the event needs a delivery of its own.
 */
export async function coalesceWaiting(
  transaction: Connection,
  record: DeliveryRecord,
  scope: CoalesceScope,
): Promise<{ record: DeliveryRecord; waiting: Waiting } | null> {
  const row = await takeWaiting(transaction, record, scope);
  if (!row) return null;

  const { document_id: documentId, delivery_id: id } = row;
  const sequence = await sequenceIn(transaction, record, { ...row, documentId });
  const coalesced = row.coalesced + 1;
  const context = contextOver(row, record);
  const capturedPaths = joinCapturedPaths(row.captured_paths, record.capturedPaths);
  const event = { ...record.event, sequence };
  const merged = { ...record, id, event, coalesced, context, capturedPaths };
  const state = { ...stateOf(merged), coalesced };
  const update = (columns: object): Promise<number> =>
    deliveries(transaction).where({ id: row.id }).where(isOpen).update(columns);
  await update(state);
  const names = Object.keys(state) as (keyof DeliveryRow)[];
  const waiting = {
    coalesced: row.coalesced,
    contextUnder: (later: DeliveryRecord) => contextOver(row, later),
    async restore() {
      const changed = await update(Object.fromEntries(names.map((name) => [name, row[name]])));
      return changed > 0;
    },
  };
  return { record: merged, waiting };
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

function stateOf(record: DeliveryRecord) {
  const { snapshot, context, capturedPaths, body, event, undecided } = record;
  return {
    ...eventColumns(event),
    sequence: event.sequence,
    snapshot,
    context,
    captured_paths: capturedPaths,
    body_format: body?.format ?? null,
    body: body?.text ?? null,
    undecided: Number(undecided),
  };
}
