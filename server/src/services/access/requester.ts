import { tooMany } from '../../errors';
import { newBudget, type Evaluate } from '../../expressions/evaluation/evaluator';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { stopIfHungUp } from '../../webhooks/pace';
import type { Ability } from './ability';
import type { Container } from '../../container';

/** Who asks for a preview, and whether they still wait for it. */
export interface Requester {
  id: string;
  ability: Ability;
  /** Aborted when they hang up. */
  signal: AbortSignal;
}

/** Previews and dry runs at a time. */
const MOST_OF_ONE = 4;
const MOST = 32;

/** Lets only so many previews in at a time, of one person and of all; more are refused. */
export function createAdmission() {
  const inside = new Map<string, number>();
  let all = 0;

  return async <T>({ id, signal }: Requester, preview: () => Promise<T>): Promise<T> => {
    stopIfHungUp(signal);
    const own = inside.get(id) ?? 0;
    if (own >= MOST_OF_ONE) {
      throw refused(`${MOST_OF_ONE} previews of yours are still being made: wait for one of them`);
    }
    if (all >= MOST) throw refused('Too many previews are being made: try again in a moment');
    inside.set(id, own + 1);
    all += 1;
    try {
      return await preview();
    } finally {
      all -= 1;
      const left = (inside.get(id) ?? 1) - 1;
      if (left > 0) inside.set(id, left);
      else inside.delete(id);
    }
  };
}

function refused(message: string) {
  return tooMany('DW_TOO_MANY_PREVIEWS', message);
}

type BudgetSetting = 'renderBudgetMs' | 'dryRunBudgetMs';

/** Evaluates what a requester tries out, for as long as they wait and within this setting. */
export function evaluateFor(
  { evaluator, config }: Pick<Container, 'evaluator' | 'config'>,
  { id: party, signal }: Requester,
  { name, webhook }: { name: BudgetSetting; webhook: CompiledWebhook },
): Evaluate {
  const budget = newBudget({ ms: config.expressions[name], setting: `expressions.${name}` });
  return evaluator.forPreviews({ party, signal, environment: webhook.environment }, budget);
}
