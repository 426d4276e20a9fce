import { tooMany, type ErrorCode } from '../../errors';
import { newBudget, type Evaluate } from '../../expressions/evaluation/evaluator';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { stopIfHungUp } from '../../webhooks/pace';
import type { Ability } from './ability';
import type { Container } from '../../container';

/** The user who requests a preview or a test, and the signal to cancel it. */
export interface Requester {
  id: string;
  ability: Ability;
  /** Aborted when the client disconnects. */
  signal: AbortSignal;
}

/** Maximum number of concurrent previews and dry runs, or tests, per user and in total. */
const MAX_PER_USER = 4;
const MAX_TOTAL = 32;

/** The name of the limited action in errors. */
interface Limited {
  name: 'previews' | 'tests';
  code: ErrorCode;
}

/** Limits concurrent work per user and in total; throws a 429 error above the limits. */
export function createAdmission({ name, code }: Limited) {
  const running = new Map<string, number>();
  let all = 0;

  return async <T>({ id, signal }: Requester, work: () => Promise<T>): Promise<T> => {
    stopIfHungUp(signal);
    const own = running.get(id) ?? 0;
    if (own >= MAX_PER_USER) {
      throw tooMany(
        code,
        `${MAX_PER_USER} of your ${name} are still running. Wait until one is finished`,
      );
    }
    if (all >= MAX_TOTAL)
      throw tooMany(code, `Too many ${name} are running. Try again in a moment`);
    running.set(id, own + 1);
    all += 1;
    try {
      return await work();
    } finally {
      all -= 1;
      const left = (running.get(id) ?? 1) - 1;
      if (left > 0) running.set(id, left);
      else running.delete(id);
    }
  };
}

type BudgetSetting = 'renderBudgetMs' | 'dryRunBudgetMs';

/**
 * Returns an evaluator for a requester, with the time budget of this setting. It stops when they
 * disconnect.
 */
export function evaluateFor(
  { evaluator, config }: Pick<Container, 'evaluator' | 'config'>,
  { id: party, signal }: Requester,
  { name, webhook }: { name: BudgetSetting; webhook: CompiledWebhook },
): Evaluate {
  const budget = newBudget({ ms: config.expressions[name], setting: `expressions.${name}` });
  return evaluator.forPreviews({ party, signal, environment: webhook.environment }, budget);
}
