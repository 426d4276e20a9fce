import type { Webhook } from '../../../../server/src/contracts/webhook';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The default start of a recovery in epoch milliseconds: a day ago, or an hour before the receiver began
 * to fail if that is earlier. The hour covers events captured before their attempt failed.
 */
export function recoverSince({ health }: Pick<Webhook, 'health'>, now: number): number {
  const failingSince = health.failingSince === null ? now : Date.parse(health.failingSince);
  return Math.min(now - DAY_MS, failingSince - HOUR_MS);
}
