import { evaluateInSave, type SaveBudget } from '../../expressions/evaluation/save-budget';
import { mayPassInWorker } from '../../expressions/expression-error';
import { truthy } from '../../expressions/analysis/truthy';
import { expressionContext, type EventContext } from '../../mapping/event-context';
import {
  decideCondition,
  failedCondition,
  filteredOut,
  type FirstFalse,
  type Mismatch,
} from '../../webhooks/compiled/decide-condition';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { WebhookView } from './webhook-projection';

/**
 * Result if the save's time budget ran out before the condition was decided. The relay then evaluates the
 * condition.
 */
export const UNDECIDED = 'undecided';

interface FilterInput {
  view: WebhookView;
  /** Time budget of the whole save, shared by all its webhooks. */
  budget: SaveBudget;
}

/**
 * Applies the webhook's filter: locales, watched fields, condition. Returns null if the event passes.
 */
export async function filterEvent(
  webhook: CompiledWebhook,
  event: EventContext,
  { view, budget }: FilterInput,
): Promise<Mismatch | typeof UNDECIDED | null> {
  const unwatched = rejectByFields(webhook, event, view);
  if (unwatched || !webhook.filter.condition) return unwatched;
  try {
    const firstFalse = firstFalseWithin(budget, { event, view });
    return await decideCondition(webhook, view.previous !== null, firstFalse);
  } catch (error) {
    return mayPassInWorker(error) ? UNDECIDED : failedCondition(error);
  }
}

/** Rejection because of the locale or the watched fields; null if the event passes both. */
export function rejectByFields(
  { locales, watchedFields }: CompiledWebhook,
  event: EventContext,
  view: WebhookView,
): Mismatch | null {
  if (event.locale !== null && locales.length > 0 && !locales.includes(event.locale)) {
    return filteredOut(
      `The locale is ${event.locale}. The webhook is limited to ${locales.join(', ')}`,
    );
  }
  if (event.event === 'entry.update' && watchedFields.length > 0 && !view.watchedChanged) {
    return filteredOut(`None of the watched fields changed: ${watchedFields.join(', ')}`);
  }
  return null;
}

function firstFalseWithin(
  budget: SaveBudget,
  { event, view }: { event: EventContext; view: WebhookView },
): FirstFalse {
  const { doc, previous, changed } = view;
  const contexts = {
    now: () => expressionContext({ event, doc, previous, changed }),
    before: () => expressionContext({ event, doc: previous, previous: null, changed: null }),
  };
  return async (expressions, of) => {
    const context = contexts[of]();
    for (const [index, expression] of expressions.entries()) {
      if (!truthy(await evaluateInSave(expression, context, budget))) return index;
    }
    return -1;
  };
}
