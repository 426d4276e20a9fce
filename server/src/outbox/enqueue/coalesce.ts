import type { CoalesceScope } from '../../contracts/webhook-choices';
import { joinCapturedPaths } from '../operator/captured-paths';
import { eventColumns, type DeliveryRecord, type StoredDelivery } from '../delivery';
import { orderingKeyText, orderingKeyOf, readGroupStates } from '../ordering-key';
import { deliveries, type Connection } from '../database/tables';
import { isOpen, lockCoalescible } from './find-coalescible';

/** A delivery of other transactions that this one has merged events into. */
export interface MergedInto {
  id: number;
  /** As it was before this transaction. */
  original: StoredDelivery;
  /**
   * Takes out again what this transaction merged into it, unless it has been claimed since. Returns how
   * many events that were.
   */
  restore(): Promise<number>;
}

interface Merging {
  record: DeliveryRecord;
  scope: CoalesceScope;
  /** What this transaction has merged into already. */
  earlier: MergedInto | undefined;
}

/**
 * Merges an event into a delivery that waits for such, in the writer's transaction. Null where nothing
 * waits any longer, and the event needs a delivery of its own.
 */
export async function coalesce(
  transaction: Connection,
  { record, scope, earlier }: Merging,
): Promise<MergedInto | null> {
  const row = await lockCoalescible(transaction, record, scope);
  if (!row) return null;

  const { id, document_id: documentId } = row;
  const original = earlier?.id === id ? earlier.original : row;
  const sequence = await sequenceIn(transaction, record, { ...row, documentId });
  const coalesced = row.coalesced + 1 + record.coalesced;
  const context = contextOver(original, record);
  const capturedPaths = joinCapturedPaths(row.captured_paths, record.capturedPaths);
  const event = { ...record.event, sequence };
  const merged = { ...record, event, context, capturedPaths };
  const state = { ...stateOf(merged), coalesced };
  const open = () => deliveries(transaction).where({ id }).where(isOpen);
  await open().update(state);
  const names = Object.keys(state) as (keyof StoredDelivery)[];
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

interface Beside {
  previous?: unknown;
  changed?: string[];
}

/** What was before stays what was before the first of the merged events; what changed adds up. */
function contextOver(waiting: StoredDelivery, { event, context }: DeliveryRecord): string | null {
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
  const key = orderingKeyOf(record);
  const state = (await readGroupStates(transaction, [key])).get(orderingKeyText(key));
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
