import type { Webhook } from '../../../../server/src/contracts/webhook';

type Condition = Pick<
  Webhook,
  'state' | 'stateReason' | 'health' | 'secretsProblem' | 'ruleProblem'
>;

/** No attempt has succeeded of late; of a disabled webhook, which attempts nothing, that is past. */
export function isFailing({ state, health }: Condition): boolean {
  return state !== 'disabled' && health.failures > 0;
}

/** Its condition fails on what happens: nothing is sent, and nothing looks wrong. */
export function conditionFails({ state, health }: Condition): boolean {
  return state !== 'disabled' && health.conditionFailed !== null;
}

/** It sends nothing for want of a secret, or for a rule that does not compile; a disabled one would not send anyway. */
export function isHeld(webhook: Condition): boolean {
  return webhook.state !== 'disabled' && problemOf(webhook) !== null;
}

/** Held, failing or overwhelmed, or paused or disabled by the system: somebody should look at it. */
export function needsAttention(webhook: Condition): boolean {
  const { stateReason, health } = webhook;
  const suffers = isHeld(webhook) || isFailing(webhook) || conditionFails(webhook);
  return suffers || stateReason !== null || health.backlogged;
}

/** Held and failing ones first, then those that the system stopped, then the rest; each as they stood. */
export function attentionFirst(webhooks: Webhook[]): Webhook[] {
  const sufferers = webhooks.filter((it) => isHeld(it) || isFailing(it) || conditionFails(it));
  const stopped = webhooks.filter((it) => needsAttention(it) && !sufferers.includes(it));
  const well = webhooks.filter((it) => !needsAttention(it));
  return [...sufferers, ...stopped, ...well];
}

/** Why webhooks are held, each reason once, with the names of those that it holds. */
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
