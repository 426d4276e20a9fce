import type { DeliveryRecord, FrozenBody } from '../delivery';

/**
 * The right to settle a delivery that is `sending`, for a limited time (I5). Each claim has a token of its
 * own. So an instance that claims a delivery again after losing its lease is fenced from its own earlier
 * claim too.
 */
export interface Lease {
  token: string;
  leaseMs: number;
  /** Time of the lease by this process's monotonic clock, in milliseconds. */
  givenAt: number;
}

/** A delivery that was leased, with its frozen body, in the writer's transaction. */
export interface LeasedDelivery {
  record: DeliveryRecord;
  body: FrozenBody;
  lease: Lease;
}

/**
 * A delivery to insert. If it is leased at insert, its own instance sends it at once, without a claim.
 */
export interface NewDelivery {
  record: DeliveryRecord;
  lease: Lease | null;
  /** Whether it must wait for unsettled deliveries of its message group. */
  ordered: boolean;
  /** Whether its message group was empty before this write. */
  newGroup: boolean;
  /** Milliseconds until it is due: its coalescing window. */
  delayMs: number;
}
