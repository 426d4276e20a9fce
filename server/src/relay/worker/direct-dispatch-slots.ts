import type { DeliveryRecord } from '../../outbox/delivery';
import type { Lease } from '../../outbox/enqueue/enqueue';
import { laneOf, type Lane } from '../../outbox/ordering-key';
import { maySend, type WebhookInForce } from '../../webhooks/compiled/compiled-webhook';
import type { Breaker } from './breaker-cache';
import type { Lanes } from './in-flight-keys';
import type { Slots } from './concurrency-limiter';
import type { WaitingRoom } from './prefetch-buffer';

interface ReservationParts {
  lease: Lease;
  slots: Slots;
  lanes: Lanes;
  breaker: Breaker;
  waiting: WaitingRoom;
  freeLanes: (over: Lane[]) => void;
  /** There is room that was none. */
  onFreed: () => void;
}

/** Places for deliveries that are leased by the write that makes them. */
export interface Reservations {
  /** Room for one more of this lane right now, or null. */
  reserve(webhook: WebhookInForce, lane: Lane): Lease | null;
  abandon(reserved: DeliveryRecord[]): void;
}

export function createReservations(parts: ReservationParts): Reservations {
  const { lease, slots, lanes, breaker, waiting, freeLanes, onFreed } = parts;

  return {
    reserve(webhook, lane) {
      const { documentId, ordered, leavesAtBirth } = webhook;
      if (!maySend(webhook) || !leavesAtBirth || breaker.restrains(documentId)) return null;
      if (waiting.size(documentId) > 0 || slots.room(webhook) <= 0) return null;
      if (ordered && lanes.isTaken(lane)) return null;
      lanes.take(lane);
      slots.take(documentId);
      return { ...lease, givenAt: performance.now() };
    },
    abandon(reserved) {
      for (const { webhookId } of reserved) slots.free(webhookId);
      freeLanes(reserved.map(laneOf));
      onFreed();
    },
  };
}
