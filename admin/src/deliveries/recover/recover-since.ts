import type { Webhook } from '../../../../server/src/contracts/webhook';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Where to begin looking for what was lost, in epoch milliseconds: a day ago, or before the receiver
 * began to fail when that is longer ago. The hour is for what was captured before its attempt failed.
 */
export function recoverSince({ health }: Pick<Webhook, 'health'>, now: number): number {
  const failingSince = health.failingSince === null ? now : Date.parse(health.failingSince);
  return Math.min(now - DAY_MS, failingSince - HOUR_MS);
}
