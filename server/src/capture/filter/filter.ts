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
import type { Redact } from '../../expressions/redaction/redact';
import { mergeKey, type CapturedEvent } from '../write-scope/pending-delivery';
import type { WebhookView } from './webhook-projection';

export interface PassedEvent {
  captured: CapturedEvent;
  key: string;
  /** Number of earlier events that it replaces. */
  coalesced: number;
  /** Whether the relay must evaluate the condition. */
  undecided: boolean;
}

export interface SkippedEvent {
  captured: CapturedEvent;
  key: string;
  mismatch: Mismatch;
}

/** Applies each webhook's filter. Of events that merge, the last wins. */
export async function applyFilters(
  events: CapturedEvent[],
  { redact, budget }: { redact: Redact; budget: SaveBudget },
): Promise<{ passed: PassedEvent[]; skipped: SkippedEvent[] }> {
  const passed = new Map<string, PassedEvent>();
  const skipped: SkippedEvent[] = [];
  for (const captured of events) {
    const { webhook, event, view } = captured;
    const key = mergeKey(captured);
    const mismatch = await filterEvent(webhook, event, { view, budget });
    if (mismatch && mismatch !== UNDECIDED) {
      const { masks, variables } = webhook;
      const reason = redact(mismatch.reason, { masks, variables });
      skipped.push({ captured, key, mismatch: { ...mismatch, reason } });
      continue;
    }
    const earlier = passed.get(key);
    const coalesced = earlier ? earlier.coalesced + 1 : 0;
    passed.delete(key);
    passed.set(key, { captured, key, coalesced, undecided: mismatch === UNDECIDED });
  }
  return { passed: [...passed.values()], skipped };
}

/**
 * Result if the save's time budget ran out before the condition was decided. The relay then evaluates the
 * condition.
 */
const UNDECIDED = 'undecided';

interface FilterInput {
  view: WebhookView;
  /** Time budget of the whole save, shared by all its webhooks. */
  budget: SaveBudget;
}

/**
 * Applies the webhook's filter: locales, watched fields, condition. Returns null if the event passes.
 */
async function filterEvent(
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
