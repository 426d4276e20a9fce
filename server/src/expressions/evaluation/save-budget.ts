import type { Expression } from '../expression';
import { timeError } from '../expression-error';
import { startTimer, createTimeWatch, type TimeLimit } from './time-limit';
import { runSerially } from './yield';

/** The time that all conditions of one save have together, over all webhooks and clauses. */
export interface SaveBudget extends TimeLimit {
  leftMs: number;
}

export function newSaveBudget(ms: number): SaveBudget {
  return { ms, setting: 'expressions.saveBudgetMs', leftMs: ms };
}

/**
 * Evaluates a condition in the main thread while its save waits. Conditions of concurrent saves
 * run one at a time, and waiting counts, so a save never takes longer than its budget. Rejects with
 * an error of kind `time` when the condition's own limit or the budget is used up.
 */
export async function evaluateInSave(
  expression: Expression,
  context: object,
  budget: SaveBudget,
): Promise<unknown> {
  if (budget.leftMs <= 0) throw timeError(budget);
  const timer = startTimer();
  try {
    return await runSerially(async () => {
      const leftMs = budget.leftMs - timer.spentMs();
      if (leftMs <= 0) throw timeError(budget);
      const { limit } = expression;
      return expression.evaluate(
        context,
        createTimeWatch(leftMs < limit.ms ? { ...budget, ms: leftMs } : limit),
      );
    });
  } finally {
    budget.leftMs -= timer.spentMs();
  }
}
