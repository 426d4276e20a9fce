import type { WebhookInForce } from '../../webhooks/compiled/compiled-webhook';
import type { Slots } from './concurrency-limiter';
import type { WaitingRoom } from './prefetch-buffer';

export interface DemandParts {
  slots: Slots;
  waiting: WaitingRoom;
  pollIntervalMs: number;
  leaseMs: number;
  /** Milliseconds of a lease that must be left after the longest request, to settle it. */
  marginMs: number;
}

/** Least time ahead for which a rate-limited webhook's deliveries are claimed. */
const SHORTEST_HORIZON_MS = 1_000;

/** How many deliveries an instance claims for a webhook, and how far ahead. */
export function createDemands({ slots, waiting, pollIntervalMs, leaseMs, marginMs }: DemandParts) {
  function demandOf(webhook: WebhookInForce): number {
    const { rateLimit, documentId } = webhook;
    if (rateLimit === null)
      return slots.room(webhook) + waiting.appetite(webhook, performance.now());
    return Math.ceil((rateLimit * horizonOf(webhook)) / 1_000) - waiting.size(documentId);
  }

  /** Long enough that the next look finds the limit still used to the full, and no lease runs out. */
  function horizonOf({ timeoutMs }: WebhookInForce): number {
    const wanted = Math.max(SHORTEST_HORIZON_MS, 2 * pollIntervalMs);
    return Math.min(wanted, leaseMs - timeoutMs - marginMs);
  }

  return { demandOf, horizonOf };
}
