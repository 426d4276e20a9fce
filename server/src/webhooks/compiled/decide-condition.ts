import type { Task } from '../../expressions/evaluation/evaluation-job';
import type { Evaluate } from '../../expressions/evaluation/evaluator';
import type { Expression } from '../../expressions/expression';
import { errorMessage } from '../../expressions/expression-error';
import { toTask } from '../../expressions/templates/interpolate';
import { CONDITION_FAILED } from '../../outbox/enqueue/insert-skipped';
import type { CompiledWebhook } from './compiled-webhook';

/** The reason a subscribed event is filtered out. */
export interface Mismatch {
  reason: string;
  /** True if the condition could not be evaluated. Failures are always recorded. */
  failed: boolean;
}

/** The version of the document to evaluate: after or before the write. */
export type Version = 'now' | 'before';

/**
 * Returns the index of the first false expression, or -1. Rejects if an expression fails. A save
 * evaluates in the main thread, other callers in a worker thread.
 */
export type FirstFalse = (expressions: readonly Expression[], of: Version) => Promise<number>;

/**
 * Evaluates the condition. Returns null if the event passes. With `becomes-true`, the condition
 * must have been false before, if there was a document before (`hasBefore`). Rejects if the
 * condition fails.
 */
export async function decideCondition(
  { conditionMode, filter: { condition, clauses } }: CompiledWebhook,
  hasBefore: boolean,
  firstFalse: FirstFalse,
): Promise<Mismatch | null> {
  if (!condition) return null;
  if ((await firstFalse([condition], 'now')) >= 0) {
    // The condition is known to be false; finding the clause can fail or run out of time.
    const index = await firstFalse(clauses, 'now').catch(() => -1);
    return filteredOut(`The condition was not met: ${(clauses[index] ?? condition).source}`);
  }
  if (conditionMode === 'matches' || !hasBefore) return null;
  if ((await firstFalse([condition], 'before')) >= 0) return null;
  return filteredOut('The condition was already true before the write');
}

export function filteredOut(reason: string): Mismatch {
  return { reason, failed: false };
}

export function failedCondition(error: unknown): Mismatch {
  return { reason: CONDITION_FAILED + errorMessage(error), failed: true };
}

/** Evaluates in a worker thread; `contextText` returns the JSON text of the context. */
export function firstFalseBy(evaluate: Evaluate, contextText: (of: Version) => string): FirstFalse {
  return async (expressions, of) => {
    if (expressions.length === 0) return -1;
    const tasks = expressions.map((it): Task => toTask(it, 'truth'));
    const values = await evaluate(tasks, contextText(of));
    return values.indexOf(false);
  };
}
