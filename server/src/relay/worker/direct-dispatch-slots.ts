import type { DeliveryRecord } from '../../outbox/delivery';
import type { Lease } from '../../outbox/enqueue/new-delivery';
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
  freeKeys: (keys: OrderingKey[]) => void;
  /** Called when a slot becomes free. */
  onFreed: () => void;
}

/** Slots for deliveries that are leased at insert. */
export interface DirectDispatchSlots {
  /** Reserves a slot for a delivery with this ordering key; null if it must wait. */
  reserve(webhook: CompiledWebhook, key: OrderingKey): Lease | null;
  releaseSlots(reserved: DeliveryRecord[]): void;
}

export function createDirectDispatchSlots(parts: ReservationParts): DirectDispatchSlots {
  const { lease, limiter, inFlightKeys, breaker, prefetched, freeKeys, onFreed } = parts;

  return {
    reserve(webhook, key) {
      const { documentId, ordered, directDispatch } = webhook;
      if (!maySend(webhook) || !directDispatch || breaker.isLimited(documentId)) return null;
      if (prefetched.size(documentId) > 0 || limiter.room(webhook) <= 0) return null;
      if (ordered && inFlightKeys.isTaken(key)) return null;
      inFlightKeys.take(key);
      limiter.take(documentId);
      return { ...lease, givenAt: performance.now() };
    },
    releaseSlots(reserved) {
      for (const { webhookId } of reserved) limiter.free(webhookId);
      freeKeys(reserved.map(orderingKeyOf));
      onFreed();
    },
  };
}
