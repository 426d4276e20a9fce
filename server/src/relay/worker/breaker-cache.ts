import type { UnhealthyReceiver } from '../../outbox/flow-control/circuit-breaker';
import { isOnHold } from '../../outbox/flow-control/receiver-health';

/** What this instance knows of webhooks whose queue is on hold or slowed down; the database holds the truth. */
export interface BreakerCache {
  /** All that are unwell, as just read. Returns those whose queue is on hold, and for how long. */
  replace(unhealthy: UnhealthyReceiver[]): Held[];
  /** What a settled batch has shown of its webhooks. */
  note(webhookIds: string[], unhealthy: UnhealthyReceiver[]): void;
  /** Whether nothing may leave but by a claim: its queue is on hold, or slowed down. */
  restrains(webhookId: string): boolean;
}

export interface Held {
  webhookId: string;
  forMs: number;
}

export function createBreakerCache(threshold: number): BreakerCache {
  let restrained = new Set<string>();

  return {
    replace(unhealthy) {
      const ids = unhealthy.filter((it) => isRestrained(it, threshold)).map((it) => it.webhookId);
      restrained = new Set(ids);
      return unhealthy
        .map((it) => ({ webhookId: it.webhookId, forMs: heldForMs(it, threshold) }))
        .filter(({ forMs }) => forMs > 0);
    },
    note(webhookIds, unhealthy) {
      for (const webhookId of webhookIds) restrained.delete(webhookId);
      for (const it of unhealthy) {
        if (isRestrained(it, threshold)) restrained.add(it.webhookId);
      }
    },
    restrains: (webhookId) => restrained.has(webhookId),
  };
}

/** How long its queue will yet be on hold; not positive where it is not. */
export function heldForMs(unhealthy: UnhealthyReceiver, threshold: number): number {
  const open = unhealthy.failures >= threshold ? (unhealthy.openUntil ?? 0) : 0;
  return Math.max(open, unhealthy.holdUntil ?? 0) - unhealthy.now;
}

export function isRestrained(unhealthy: UnhealthyReceiver, threshold: number): boolean {
  const { failures, allowance, now } = unhealthy;
  return failures >= threshold || allowance !== null || isOnHold(unhealthy, now);
}
