import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { ConcurrencyLimiter } from './concurrency-limiter';
import type { PrefetchBuffer } from './prefetch-buffer';

export interface ClaimLimitParts {
  limiter: ConcurrencyLimiter;
  prefetched: PrefetchBuffer;
  pollIntervalMs: number;
  leaseMs: number;
  /** Milliseconds of a lease that must be left after the longest request, to settle it (I5). */
  marginMs: number;
}

/** Shortest lookahead of a rate-limited webhook, in milliseconds. */
const SHORTEST_LOOKAHEAD_MS = 1_000;

/** Computes how many deliveries an instance claims for a webhook, and how far ahead. */
export function createClaimLimits({
  limiter,
  prefetched,
  pollIntervalMs,
  leaseMs,
  marginMs,
}: ClaimLimitParts) {
  function limitFor(webhook: CompiledWebhook): number {
    const { rateLimit, documentId } = webhook;
    if (rateLimit === null)
      return limiter.room(webhook) + prefetched.wanted(webhook, performance.now());
    return Math.ceil((rateLimit * lookaheadFor(webhook)) / 1_000) - prefetched.size(documentId);
  }

  /**
   * Long enough to use the whole rate limit until the next poll, and short enough that no lease expires.
   */
  function lookaheadFor({ timeoutMs }: CompiledWebhook): number {
    const wanted = Math.max(SHORTEST_LOOKAHEAD_MS, 2 * pollIntervalMs);
    return Math.min(wanted, leaseMs - timeoutMs - marginMs);
  }

  return { limitFor, lookaheadFor };
}
