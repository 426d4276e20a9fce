import type { Unwell } from '../../outbox/flow-control/circuit-breaker';
import { isOnHold } from '../../outbox/flow-control/receiver-health';

/** What this instance knows of webhooks whose queue is on hold or slowed down; the database holds the truth. */
export interface Breaker {
  /** All that are unwell, as just read. Returns those whose queue is on hold, and for how long. */
  replace(unwell: Unwell[]): Held[];
  /** What a settled batch has shown of its webhooks. */
  note(webhookIds: string[], unwell: Unwell[]): void;
  /** Whether nothing may leave but by a claim: its queue is on hold, or slowed down. */
  restrains(webhookId: string): boolean;
}

export interface Held {
  webhookId: string;
  forMs: number;
}

export function createBreaker(threshold: number): Breaker {
  let restrained = new Set<string>();

  return {
    replace(unwell) {
      const ids = unwell.filter((it) => isRestrained(it, threshold)).map((it) => it.webhookId);
      restrained = new Set(ids);
      return unwell
        .map((it) => ({ webhookId: it.webhookId, forMs: heldForMs(it, threshold) }))
        .filter(({ forMs }) => forMs > 0);
    },
    note(webhookIds, unwell) {
      for (const webhookId of webhookIds) restrained.delete(webhookId);
      for (const it of unwell) {
        if (isRestrained(it, threshold)) restrained.add(it.webhookId);
      }
    },
    restrains: (webhookId) => restrained.has(webhookId),
  };
}

/** How long its queue will yet be on hold; not positive where it is not. */
export function heldForMs(unwell: Unwell, threshold: number): number {
  const open = unwell.failures >= threshold ? (unwell.openUntil ?? 0) : 0;
  return Math.max(open, unwell.holdUntil ?? 0) - unwell.now;
}

export function isRestrained(unwell: Unwell, threshold: number): boolean {
  const { failures, allowance, now } = unwell;
  return failures >= threshold || allowance !== null || isOnHold(unwell, now);
}
