import { contextText, type RenderInput } from '../../mapping/event-context';
import type { DeliveryRecord } from '../../outbox/delivery';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';

interface StoredContext {
  tooLarge?: string;
  doc?: unknown;
  previous?: unknown;
  changed?: string[];
}

/**
 * Input of rendering: the snapshot and the context of a delivery. `read` is the parsed snapshot if the
 * caller has it.
 */
export function renderInput(
  { payload }: Pick<CompiledWebhook, 'payload'>,
  record: DeliveryRecord,
  read?: object,
): RenderInput {
  const { event, context } = record;
  const snapshot = requireSnapshot(record);
  const stored = context === null ? {} : (JSON.parse(context) as StoredContext);
  const { doc, previous = null, changed = null } = stored;
  const named = payload === 'document' ? doc : undefined;
  return { event, doc: named ?? read ?? (JSON.parse(snapshot) as unknown), previous, changed };
}

/** The same input as JSON text, for expressions. */
export function renderContextText(
  { payload }: Pick<CompiledWebhook, 'payload'>,
  record: DeliveryRecord,
): string {
  const { event, context } = record;
  const snapshot = requireSnapshot(record);
  const stored = context === null ? {} : (JSON.parse(context) as StoredContext);
  const { previous = null, changed = null } = stored;
  const named = payload === 'document' && stored.doc !== undefined;
  const doc = named ? JSON.stringify(stored.doc) : snapshot;
  return contextText({ event, doc, previous, changed });
}

/** The snapshot. Throws if it was pruned or too large to store. */
export function requireSnapshot({
  snapshot,
  context,
}: Pick<DeliveryRecord, 'snapshot' | 'context'>): string {
  if (snapshot !== null) return snapshot;
  throw new Error(tooLargeProblem(context) ?? 'The captured document has been pruned');
}

/** Error message if the document was too large to store; else null. */
export function tooLargeProblem(context: string | null): string | null {
  const { tooLarge = null } = context === null ? {} : (JSON.parse(context) as StoredContext);
  return tooLarge;
}
