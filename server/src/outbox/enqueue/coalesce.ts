import type { CoalesceScope } from '../../contracts/webhook-choices';
import { joinCapturedPaths } from '../operator/captured-paths';
import { eventColumns, type DeliveryRecord, type StoredDelivery } from '../delivery';
import { orderingKeyText, orderingKeyOf, readGroupStates } from '../ordering-key';
import { deliveries, type Connection } from '../database/tables';
import { isCoalescible, lockCoalescible } from './find-coalescible';

/** A delivery of an earlier transaction into which this transaction has merged events. */
export interface MergedDelivery {
  id: number;
  /** Its row before this transaction. */
  original: StoredDelivery;
  /**
   * Restores the original row, unless the delivery has been claimed since. Returns the number of events
   * that are withdrawn.
   */
  restore(): Promise<number>;
}

interface Merging {
  record: DeliveryRecord;
  scope: CoalesceScope;
  /** The delivery into which this transaction has already merged events of the same key. */
  earlier: MergedDelivery | undefined;
}

/**
 * Merges an event into a delivery in its coalescing window, in the writer's transaction (I1). Returns null
 * if there is none and the event needs a delivery of its own.
 */
export async function coalesce(
  transaction: Connection,
  { record, scope, earlier }: Merging,
): Promise<MergedDelivery | null> {
  const row = await lockCoalescible(transaction, record, scope);
  if (!row) return null;

  const { id, document_id: documentId } = row;
  const original = earlier?.id === id ? earlier.original : row;
  const sequence = await sequenceAfterMerge(transaction, record, { ...row, documentId });
  const coalesced = row.coalesced + 1 + record.coalesced;
  const context = mergeContext(original, record);
  const capturedPaths = joinCapturedPaths(row.captured_paths, record.capturedPaths);
  const event = { ...record.event, sequence };
  const merged = { ...record, event, context, capturedPaths };
  const columns = { ...mergedColumns(merged), coalesced };
  const open = () => deliveries(transaction).where({ id }).where(isCoalescible);
  await open().update(columns);
  const names = Object.keys(columns) as (keyof StoredDelivery)[];
  return {
    id,
    original,
    async restore() {
      const now = await open().first<Pick<StoredDelivery, 'coalesced'> | undefined>('coalesced');
      if (!now) return 0;
      await open().update(Object.fromEntries(names.map((name) => [name, original[name]])));
      return now.coalesced - original.coalesced;
    },
  };
}

interface MergeableContext {
  previous?: unknown;
  changed?: string[];
}

/** Context after a merge: `previous` of the first event, and `changed` of all events together. */
function mergeContext(original: StoredDelivery, { event, context }: DeliveryRecord): string | null {
  if (context === null || original.context === null) return context;
  if (original.document_id !== event.documentId || original.locale !== event.locale) return context;
  const [earlier, later] = [original.context, context].map(
    (it) => JSON.parse(it) as MergeableContext,
  );
  const changed = [...new Set([...(earlier?.changed ?? []), ...(later?.changed ?? [])])];
  return JSON.stringify({
    ...later,
    ...(earlier?.previous === undefined ? {} : { previous: earlier.previous }),
    ...(later?.changed ? { changed } : {}),
  });
}

/**
 * Sequence after a merge. If the delivery now contains another document, it takes the next sequence of that
 * document.
 */
async function sequenceAfterMerge(
  transaction: Connection,
  record: DeliveryRecord,
  before: { documentId: string | null; sequence: number | null },
): Promise<number> {
  const { documentId } = record.event;
  if (before.documentId === documentId && before.sequence !== null) return before.sequence;
  const key = orderingKeyOf(record);
  const group = (await readGroupStates(transaction, [key])).get(orderingKeyText(key));
  return (group?.last ?? 0) + 1;
}

function mergedColumns(record: DeliveryRecord) {
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
