import type { Evaluate } from '../../expressions/evaluation/evaluator';
import { isTemporary } from '../../expressions/expression-error';
import { contextText } from '../../mapping/event-context';
import type { DeliveryRecord } from '../../outbox/delivery';
import {
  decideCondition,
  failedCondition,
  firstFalseBy,
  type Mismatch,
} from '../../webhooks/compiled/decide-condition';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { renderContextText, renderInput } from './render-input';

/**
 * Evaluates a condition that the save left undecided, from the captured data. Returns null if the event
 * passes or was already decided. Rejects if evaluation runs out of time again.
 */
export async function undecidedMismatch(
  evaluate: Evaluate,
  webhook: CompiledWebhook,
  record: DeliveryRecord,
): Promise<Mismatch | null> {
  if (!record.undecided || record.body) return null;
  const { previous } = renderInput(webhook, record);
  // The event as the save saw it, before it had a sequence.
  const event = { ...record.event, sequence: null };
  const before = { event, previous: null, changed: null, doc: JSON.stringify(previous) };
  const firstFalse = firstFalseBy(evaluate, (of) =>
    of === 'now' ? renderContextText(webhook, { ...record, event }) : contextText(before),
  );
  try {
    return await decideCondition(webhook, previous !== null, firstFalse);
  } catch (error) {
    if (isTemporary(error)) throw error;
    return failedCondition(error);
  }
}
