import type { Webhook } from '../../../../server/src/contracts/webhook';

type Condition = Pick<
  Webhook,
  'state' | 'stateReason' | 'health' | 'secretsProblem' | 'ruleProblem'
>;

/** True if the latest attempts failed. Never for a disabled webhook, which makes no attempts. */
export function isFailing({ state, health }: Condition): boolean {
  return state !== 'disabled' && health.failures > 0;
}

/** True if its condition fails: nothing is sent, without a failed attempt. */
export function conditionFails({ state, health }: Condition): boolean {
  return state !== 'disabled' && health.conditionFailed !== null;
}

/** True if a secret is missing or a rule is invalid. Never for a disabled webhook, which sends nothing. */
export function isHeld(webhook: Condition): boolean {
  return webhook.state !== 'disabled' && problemOf(webhook) !== null;
}

/** True if it is on hold, failing or backlogged, or was paused or disabled by the system. */
export function needsAttention(webhook: Condition): boolean {
  const { stateReason, health } = webhook;
  const suffers = isHeld(webhook) || isFailing(webhook) || conditionFails(webhook);
  return suffers || stateReason !== null || health.backlogged;
}

/** Webhooks with a problem first, then those that the system stopped, then the rest. Stable. */
export function attentionFirst(webhooks: Webhook[]): Webhook[] {
  const sufferers = webhooks.filter((it) => isHeld(it) || isFailing(it) || conditionFails(it));
  const stopped = webhooks.filter((it) => needsAttention(it) && !sufferers.includes(it));
  const well = webhooks.filter((it) => !needsAttention(it));
  return [...sufferers, ...stopped, ...well];
}

/** The reasons for which webhooks are on hold, each once, with the names of its webhooks. */
export function heldBy(webhooks: Webhook[]): { problem: string; names: string[] }[] {
  const names = new Map<string, string[]>();
  for (const webhook of webhooks) {
    const problem = problemOf(webhook);
    if (problem !== null && isHeld(webhook))
      names.set(problem, [...(names.get(problem) ?? []), webhook.name]);
  }
  return [...names].map(([problem, names]) => ({ problem, names }));
}

function problemOf({ ruleProblem, secretsProblem }: Condition): string | null {
  return ruleProblem ?? secretsProblem;
}
