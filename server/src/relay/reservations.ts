import type { DeliveryRecord } from '../outbox/delivery';
import type { Lease } from '../outbox/enqueue';
import { laneOf, type Lane } from '../outbox/lane';
import { maySend, type WebhookInForce } from '../webhooks/webhook-in-force';
import type { Breaker } from './breaker';
import type { Lanes } from './lanes';
import type { Slots } from './slots';
import type { WaitingRoom } from './waiting-room';

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
