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
import { contextTextOf, renderInputOf } from './render-input';

/**
 * Decides a condition that the save had no time for, from what was captured; null where the event passes,
 * and of deliveries that are decided. Rejects where it ran out of time again.
 */
export async function undecidedMismatch(
  evaluate: Evaluate,
  webhook: CompiledWebhook,
  record: DeliveryRecord,
): Promise<Mismatch | null> {
  if (!record.undecided || record.body) return null;
  const { previous } = renderInputOf(webhook, record);
  // As it was when it was captured.
  const event = { ...record.event, sequence: null };
  const before = { event, previous: null, changed: null, doc: JSON.stringify(previous) };
  const firstFalse = firstFalseBy(evaluate, (of) =>
    of === 'now' ? contextTextOf(webhook, { ...record, event }) : contextText(before),
  );
  try {
    return await decideCondition(webhook, previous !== null, firstFalse);
  } catch (error) {
    if (isTemporary(error)) throw error;
    return failedCondition(error);
  }
}
