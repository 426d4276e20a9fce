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

/** The time of the save ran out before the condition was decided: the relay decides it. */
export const UNDECIDED = 'undecided';

interface Seen {
  view: WebhookView;
  /** Of the save, over all of its webhooks. */
  budget: SaveBudget;
}

/** Asks the webhook's filter: locales, watched fields, condition. Null where the event passes. */
export async function rejectionOf(
  webhook: CompiledWebhook,
  event: EventContext,
  { view, budget }: Seen,
): Promise<Mismatch | typeof UNDECIDED | null> {
  const unwatched = unwatchedBy(webhook, event, view);
  if (unwatched || !webhook.filter.condition) return unwatched;
  try {
    const firstFalse = firstFalseIn(budget, { event, view });
    return await decideCondition(webhook, view.previous !== null, firstFalse);
  } catch (error) {
    return mayPassInWorker(error) ? UNDECIDED : failedCondition(error);
  }
}

/** Why it is of another locale, or changes nothing that is watched; null where neither. */
export function unwatchedBy(
  { locales, watchedFields }: CompiledWebhook,
  event: EventContext,
  view: WebhookView,
): Mismatch | null {
  if (event.locale !== null && locales.length > 0 && !locales.includes(event.locale)) {
    return filteredOut(`The locale is ${event.locale}: the webhook wants ${locales.join(', ')}`);
  }
  if (event.event === 'entry.update' && watchedFields.length > 0 && !view.watchedChanged) {
    return filteredOut(`None of the watched fields changed: ${watchedFields.join(', ')}`);
  }
  return null;
}

function firstFalseIn(
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
