import type { DeliveryRecord } from '../../outbox/delivery';
import type { Lease } from '../../outbox/enqueue/enqueue';
import { orderingKeyOf, type OrderingKey } from '../../outbox/ordering-key';
import { maySend, type CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { BreakerCache } from './breaker-cache';
import type { InFlightKeys } from './in-flight-keys';
import type { ConcurrencyLimiter } from './concurrency-limiter';
import type { PrefetchBuffer } from './prefetch-buffer';

interface ReservationParts {
  lease: Lease;
  limiter: ConcurrencyLimiter;
  inFlightKeys: InFlightKeys;
  breaker: BreakerCache;
  prefetched: PrefetchBuffer;
  freeLanes: (over: OrderingKey[]) => void;
  /** There is room that was none. */
  onFreed: () => void;
}

/** Places for deliveries that are leased by the write that makes them. */
export interface DirectDispatchSlots {
  /** Room for one more of this lane right now, or null. */
  reserve(webhook: CompiledWebhook, key: OrderingKey): Lease | null;
  abandon(reserved: DeliveryRecord[]): void;
}

export function createDirectDispatchSlots(parts: ReservationParts): DirectDispatchSlots {
  const { lease, limiter, inFlightKeys, breaker, prefetched, freeLanes, onFreed } = parts;

  return {
    reserve(webhook, key) {
      const { documentId, ordered, leavesAtBirth } = webhook;
      if (!maySend(webhook) || !leavesAtBirth || breaker.restrains(documentId)) return null;
      if (prefetched.size(documentId) > 0 || limiter.room(webhook) <= 0) return null;
      if (ordered && inFlightKeys.isTaken(key)) return null;
      inFlightKeys.take(key);
      limiter.take(documentId);
      return { ...lease, givenAt: performance.now() };
    },
    abandon(reserved) {
      for (const { webhookId } of reserved) limiter.free(webhookId);
      freeLanes(reserved.map(orderingKeyOf));
      onFreed();
    },
  };
}
