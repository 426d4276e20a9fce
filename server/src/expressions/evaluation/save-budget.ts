import type { Expression } from '../expression';
import { timeError } from '../expression-error';
import { startTimer, watchOf, type TimeLimit } from './time-limit';
import { runInTurn } from './yield';

/** What the conditions of one save may take together, over all webhooks and clauses. */
export interface SaveBudget extends TimeLimit {
  leftMs: number;
}

export function newSaveBudget(ms: number): SaveBudget {
  return { ms, setting: 'expressions.saveBudgetMs', leftMs: ms };
}

/**
 * Evaluates a condition in the main thread, while its save waits. Conditions of saves at the same time take
 * turns, and waiting for a turn counts: a save takes no longer than its budget, however many there are.
 * Rejects with an error of the kind `time` when the condition's own limit or the budget is used up.
 */
export async function evaluateInSave(
  expression: Expression,
  context: object,
  budget: SaveBudget,
): Promise<unknown> {
  if (budget.leftMs <= 0) throw timeError(budget);
  const timer = startTimer();
  try {
    return await runInTurn(async () => {
      const leftMs = budget.leftMs - timer.spentMs();
      if (leftMs <= 0) throw timeError(budget);
      const { limit } = expression;
      return expression.evaluate(
        context,
        watchOf(leftMs < limit.ms ? { ...budget, ms: leftMs } : limit),
      );
    });
  } finally {
    budget.leftMs -= timer.spentMs();
  }
}
