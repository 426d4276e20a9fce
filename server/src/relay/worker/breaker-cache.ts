import type { UnhealthyReceiver } from '../../outbox/flow-control/circuit-breaker';
import { isOnHold } from '../../outbox/flow-control/receiver-health';

/** This instance's cache of unhealthy receivers. The database holds the truth. */
export interface BreakerCache {
  /**
   * Replaces the cache with the unhealthy receivers that were just read. Returns the webhooks that are on
   * hold.
   */
  replace(unhealthy: UnhealthyReceiver[]): WebhookOnHold[];
  /** Updates the cache with the receivers of a settled batch. */
  note(webhookIds: string[], unhealthy: UnhealthyReceiver[]): void;
  /**
   * Whether the receiver is on hold, failing or slowed down. Its deliveries are then sent only by a claim,
   * which checks the limit.
   */
  isLimited(webhookId: string): boolean;
}

export interface WebhookOnHold {
  webhookId: string;
  forMs: number;
}

export function createBreakerCache(threshold: number): BreakerCache {
  let limited = new Set<string>();

  return {
    replace(unhealthy) {
      const ids = unhealthy.filter((it) => isLimited(it, threshold)).map((it) => it.webhookId);
      limited = new Set(ids);
      return unhealthy
        .map((it) => ({ webhookId: it.webhookId, forMs: remainingHoldMs(it, threshold) }))
        .filter(({ forMs }) => forMs > 0);
    },
    note(webhookIds, unhealthy) {
      for (const webhookId of webhookIds) limited.delete(webhookId);
      for (const it of unhealthy) {
        if (isLimited(it, threshold)) limited.add(it.webhookId);
      }
    },
    isLimited: (webhookId) => limited.has(webhookId),
  };
}

/** Milliseconds for which its queue remains on hold; 0 or less if it is not. */
export function remainingHoldMs(unhealthy: UnhealthyReceiver, threshold: number): number {
  const open = unhealthy.failures >= threshold ? (unhealthy.openUntil ?? 0) : 0;
  return Math.max(open, unhealthy.holdUntil ?? 0) - unhealthy.now;
}

export function isLimited(unhealthy: UnhealthyReceiver, threshold: number): boolean {
  const { failures, allowance, now } = unhealthy;
  return failures >= threshold || allowance !== null || isOnHold(unhealthy, now);
}
