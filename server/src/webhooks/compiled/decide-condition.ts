import type { Task } from '../../expressions/evaluation/evaluation-job';
import type { Evaluate } from '../../expressions/evaluation/evaluator';
import type { Expression } from '../../expressions/expression';
import { errorMessage } from '../../expressions/expression-error';
import { toTask } from '../../expressions/templates/interpolate';
import { CONDITION_FAILED } from '../../outbox/enqueue/insert-skipped';
import type { CompiledWebhook } from './compiled-webhook';

/** Why an event that a webhook subscribes to is not for it after all. */
export interface Mismatch {
  reason: string;
  /** Whether the condition could not be evaluated: that is always told. */
  failed: boolean;
}

/** Of which version of the document an expression is evaluated: as written, or as it was before. */
export type Version = 'now' | 'before';

/**
 * The index of the first expression that is false, or -1. It rejects where one of them fails. In a save
 * they are evaluated in the main thread, elsewhere in a worker thread.
 */
export type FirstFalse = (expressions: readonly Expression[], of: Version) => Promise<number>;

/**
 * Asks the condition. Null where the event passes. With `becomes-true` it must have been false before,
 * where there was a document before (`hasBefore`). Rejects where the condition fails.
 */
export async function decideCondition(
  { conditionMode, filter: { condition, clauses } }: CompiledWebhook,
  hasBefore: boolean,
  firstFalse: FirstFalse,
): Promise<Mismatch | null> {
  if (!condition) return null;
  if ((await firstFalse([condition], 'now')) >= 0) {
    // That it is false is known: finding out which clause it was may fail, or take too long.
    const index = await firstFalse(clauses, 'now').catch(() => -1);
    return filteredOut(`The condition was not met: ${(clauses[index] ?? condition).source}`);
  }
  if (conditionMode === 'matches' || !hasBefore) return null;
  if ((await firstFalse([condition], 'before')) >= 0) return null;
  return filteredOut('The condition was true before the write already');
}

export function filteredOut(reason: string): Mismatch {
  return { reason, failed: false };
}

export function failedCondition(error: unknown): Mismatch {
  return { reason: CONDITION_FAILED + errorMessage(error), failed: true };
}

/** Evaluates in a worker thread; `textOf` gives the JSON text of the context. */
export function firstFalseBy(evaluate: Evaluate, textOf: (of: Version) => string): FirstFalse {
  return async (expressions, of) => {
    if (expressions.length === 0) return -1;
    const tasks = expressions.map((it): Task => toTask(it, 'truth'));
    const values = await evaluate(tasks, textOf(of));
    return values.indexOf(false);
  };
}
