import type { Webhook } from '../../../../server/src/contracts/webhooks';

type Condition = Pick<Webhook, 'state' | 'stateReason' | 'health'>;

/** No attempt has succeeded of late; of a disabled webhook, which attempts nothing, that is past. */
export function isFailing({ state, health }: Condition): boolean {
  return state !== 'disabled' && health.failures > 0;
}

/** Failing, paused or disabled by the system, or overwhelmed: somebody should look at it. */
export function needsAttention(webhook: Condition): boolean {
  return isFailing(webhook) || webhook.stateReason !== null || webhook.health.backlogged;
}

/** Failing ones first, then those that the system stopped, then the rest; each as they stood. */
export function attentionFirst(webhooks: Webhook[]): Webhook[] {
  const failing = webhooks.filter(isFailing);
  const stopped = webhooks.filter((it) => needsAttention(it) && !isFailing(it));
  const well = webhooks.filter((it) => !needsAttention(it));
  return [...failing, ...stopped, ...well];
}
