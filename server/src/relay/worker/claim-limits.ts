import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { ConcurrencyLimiter } from './concurrency-limiter';
import type { PrefetchBuffer } from './prefetch-buffer';

export interface ClaimLimitParts {
  limiter: ConcurrencyLimiter;
  prefetched: PrefetchBuffer;
  pollIntervalMs: number;
  leaseMs: number;
  /** Milliseconds of a lease that must be left after the longest request, to settle it. */
  marginMs: number;
}

/** Least time ahead for which a rate-limited webhook's deliveries are claimed. */
const SHORTEST_HORIZON_MS = 1_000;

/** How many deliveries an instance claims for a webhook, and how far ahead. */
export function createClaimLimits({
  limiter,
  prefetched,
  pollIntervalMs,
  leaseMs,
  marginMs,
}: ClaimLimitParts) {
  function limitOf(webhook: CompiledWebhook): number {
    const { rateLimit, documentId } = webhook;
    if (rateLimit === null)
      return limiter.room(webhook) + prefetched.wanted(webhook, performance.now());
    return Math.ceil((rateLimit * lookaheadOf(webhook)) / 1_000) - prefetched.size(documentId);
  }

  /** Long enough that the next look finds the limit still used to the full, and no lease runs out. */
  function lookaheadOf({ timeoutMs }: CompiledWebhook): number {
    const wanted = Math.max(SHORTEST_HORIZON_MS, 2 * pollIntervalMs);
    return Math.min(wanted, leaseMs - timeoutMs - marginMs);
  }

  return { limitOf, lookaheadOf };
}
