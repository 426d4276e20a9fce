import { DELIVERY_TABLE } from '../../plugin-id';
import { availablePermits } from '../flow-control/circuit-breaker';
import { parseDelivery, type DeliveryRecord, type StoredDelivery } from '../delivery';
import { databaseNow, skipLocked } from '../database/dialect';
import type { Lease } from '../enqueue/new-delivery';
import { isHeadOfGroup } from '../ordering-key';
import { supersede } from './supersede';
import { inSchema, type Connection } from '../database/tables';

/** Limits for one webhook in one claim. */
export interface ClaimLimit {
  webhookId: string;
  /** Most deliveries to claim. */
  limit: number;
  /** Whether the deliveries of one document are sent one at a time, in order. */
  ordered: boolean;
  /** Whether a newer delivery of a document cancels one that waits for a retry. */
  supersedes: boolean;
  /**
   * `breaker.failures` if the receiver is unhealthy (on hold, slowed down or failing); null if it is
   * healthy.
   */
  failureThreshold: number | null;
  /** Reserves permits of the rate limit; null without a rate limit. */
  reservePermits: ((transaction: Connection, wanted: number) => Promise<number[]>) | null;
}

export interface Claimed {
  delivery: DeliveryRecord;
  /** Milliseconds until the permit of the delivery allows it to be sent; 0 without a rate limit. */
  inMs: number;
}

export interface Claim {
  claimed: Claimed[];
  /** Whether a limit left due deliveries unclaimed, so that another claim is needed soon. */
  limited: boolean;
}

/**
 * Leases due deliveries, oldest first, in the caller's transaction (I5, I6). Row locks (SKIP LOCKED) keep
 * two claims from leasing the same delivery.
 */
export async function claim(
  transaction: Connection,
  lease: Lease,
  limits: ClaimLimit[],
): Promise<Claim> {
  const claimed: Granted['granted'] = [];
  let limited = false;
  for (const webhookLimits of limits) {
    const { granted, left } = await grant(transaction, webhookLimits);
    claimed.push(...granted);
    limited ||= left;
  }
  if (claimed.length === 0) return { claimed: [], limited };

  await transaction(inSchema(transaction, DELIVERY_TABLE))
    .whereIn(
      'id',
      claimed.map(({ row }) => row.id),
    )
    .update({
      status: 'sending',
      locked_by: lease.token,
      locked_until: databaseNow(transaction, lease.leaseMs),
    });
  return {
    claimed: claimed.map(({ row, inMs }) => ({
      delivery: Object.assign(parseDelivery(row), { status: 'sending', lockedBy: lease.token }),
      inMs,
    })),
    limited,
  };
}

interface Granted {
  granted: { row: StoredDelivery; inMs: number }[];
  /**
   * Whether due deliveries may be left that only the in-flight limit or the rate limit holds back.
   */
  left: boolean;
}

/** Selects due deliveries within the limits of the receiver's health and of the rate limit. */
async function grant(transaction: Connection, limits: ClaimLimit): Promise<Granted> {
  const { webhookId, limit, failureThreshold, reservePermits } = limits;
  const probes =
    failureThreshold === null
      ? limit
      : await availablePermits(transaction, webhookId, failureThreshold);
  const allowed = Math.min(limit, probes);
  if (allowed <= 0) return { granted: [], left: false };
  if (limits.supersedes) await supersede(transaction, webhookId);
  const rows = await selectDue(transaction, { ...limits, limit: allowed });
  const full = allowed < limit && rows.length === allowed;
  if (rows.length === 0 || !reservePermits) {
    return { granted: rows.map((row) => ({ row, inMs: 0 })), left: full };
  }
  const permits = await reservePermits(transaction, rows.length);
  const granted = rows.slice(0, permits.length).map((row, i) => ({ row, inMs: permits[i] ?? 0 }));
  return { granted, left: full || rows.length > granted.length };
}

async function selectDue(
  transaction: Connection,
  { webhookId, limit, ordered }: ClaimLimit,
): Promise<StoredDelivery[]> {
  const table = inSchema(transaction, DELIVERY_TABLE);
  const query = transaction
    .from({ d: table })
    .select('d.*')
    .where({ 'd.status': 'pending', 'd.webhook_id': webhookId })
    .where('d.due_at', '<=', databaseNow(transaction))
    .orderBy(['d.due_at', 'd.id'])
    .limit(limit);
  if (ordered) void query.whereRaw(isHeadOfGroup(transaction, 'd'), [table, table]);
  return (await skipLocked(transaction, query)) as StoredDelivery[];
}
