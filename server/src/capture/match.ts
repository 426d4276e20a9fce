import { messageOf } from '../expressions/expression-error';
import type { Expression } from '../expressions/expression';
import { truthy } from '../expressions/truthy';
import { expressionContext, type EventContext } from '../mapping/event-context';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { CONDITION_FAILED } from '../outbox/skip';
import type { ChangeView } from './change-view';

/** Why an event that a webhook subscribes to is not for it after all. */
export interface Mismatch {
  reason: string;
  /** Whether the condition could not be evaluated: that is always told. */
  failed: boolean;
}

/** Asks the webhook's filter: locales, watched fields, condition. Null where the event passes. */
export async function mismatchOf(
  webhook: WebhookInForce,
  event: EventContext,
  view: ChangeView,
): Promise<Mismatch | null> {
  const { locales, watchedFields, filter } = webhook;
  if (event.locale !== null && locales.length > 0 && !locales.includes(event.locale)) {
    return passedOver(`The locale is ${event.locale}: the webhook wants ${locales.join(', ')}`);
  }
  if (event.event === 'entry.update' && watchedFields.length > 0 && !view.watchedChanged) {
    return passedOver(`None of the watched fields changed: ${watchedFields.join(', ')}`);
  }
  if (!filter.condition) return null;
  try {
    return await unmetCondition(webhook, filter.condition, { event, view });
  } catch (error) {
    return { reason: CONDITION_FAILED + messageOf(error), failed: true };
  }
}

interface Seen {
  event: EventContext;
  view: ChangeView;
}

async function unmetCondition(
  { conditionMode, filter }: WebhookInForce,
  condition: Expression,
  { event, view }: Seen,
): Promise<Mismatch | null> {
  const { doc, previous, changed } = view;
  const now = expressionContext({ event, doc, previous, changed });
  if (!truthy(await condition.evaluate(now))) {
    return passedOver(`The condition was not met: ${await falseClause(condition, filter, now)}`);
  }
  if (conditionMode === 'matches' || previous === null) return null;
  const before = expressionContext({ event, doc: previous, previous: null, changed: null });
  if (!truthy(await condition.evaluate(before))) return null;
  return passedOver('The condition was true before the write already');
}

/** The first of its clauses that is false. */
async function falseClause(
  condition: Expression,
  { clauses }: WebhookInForce['filter'],
  context: object,
): Promise<string> {
  for (const clause of clauses) {
    if (!truthy(await clause.evaluate(context))) return clause.source;
  }
  return condition.source;
}

function passedOver(reason: string): Mismatch {
  return { reason, failed: false };
}
