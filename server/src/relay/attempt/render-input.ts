import { contextText, type RenderInput } from '../../mapping/event-context';
import type { DeliveryRecord } from '../../outbox/delivery';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';

interface Beside {
  tooLarge?: string;
  doc?: unknown;
  previous?: unknown;
  changed?: string[];
}

/**
 * What a delivery is rendered from: its snapshot, and what was captured beside it. `read` is what the
 * snapshot is the text of, for who has it at hand.
 */
export function renderInputOf(
  { payload }: Pick<CompiledWebhook, 'payload'>,
  record: DeliveryRecord,
  read?: object,
): RenderInput {
  const { event, context } = record;
  const snapshot = snapshotOf(record);
  const beside = context === null ? {} : (JSON.parse(context) as Beside);
  const { doc, previous = null, changed = null } = beside;
  const named = payload === 'document' ? doc : undefined;
  return { event, doc: named ?? read ?? (JSON.parse(snapshot) as unknown), previous, changed };
}

/** The same as the JSON text of the context of expressions. */
export function contextTextOf(
  { payload }: Pick<CompiledWebhook, 'payload'>,
  record: DeliveryRecord,
): string {
  const { event, context } = record;
  const snapshot = snapshotOf(record);
  const beside = context === null ? {} : (JSON.parse(context) as Beside);
  const { previous = null, changed = null } = beside;
  const named = payload === 'document' && beside.doc !== undefined;
  const doc = named ? JSON.stringify(beside.doc) : snapshot;
  return contextText({ event, doc, previous, changed });
}

/** Throws where there is none: it was pruned, or too large to be kept. */
export function snapshotOf({
  snapshot,
  context,
}: Pick<DeliveryRecord, 'snapshot' | 'context'>): string {
  if (snapshot !== null) return snapshot;
  throw new Error(tooLargeIn(context) ?? 'The document as it was captured has been pruned');
}

/** Says that a document was too large to be kept; null where it was not. */
export function tooLargeIn(context: string | null): string | null {
  const { tooLarge = null } = context === null ? {} : (JSON.parse(context) as Beside);
  return tooLarge;
}
