import type { Delivery } from '../../../../server/src/contracts/deliveries';

const NEAR_MS = 60_000;
const OFTEN_MS = 3_000;
const SELDOM_MS = 30_000;

/**
 * The poll interval in milliseconds: short while an attempt is in progress or due soon, long while a
 * delivery waits or is on hold, 0 (never) if all are settled.
 */
export function pollInterval(deliveries: Delivery[], now: number): number {
  const open = deliveries.filter(({ status }) => status === 'pending' || status === 'sending');
  if (open.length === 0) return 0;
  return open.some((delivery) => isNear(delivery, now)) ? OFTEN_MS : SELDOM_MS;
}

function isNear({ status, nextAttemptAt }: Delivery, now: number): boolean {
  if (status === 'sending') return true;
  if (nextAttemptAt === null) return false;
  return Math.abs(new Date(nextAttemptAt).getTime() - now) < NEAR_MS;
}
