import { DELIVERY_TABLE } from '../../plugin-id';
import { takePermits } from '../flow-control/circuit-breaker';
import { recordOf, type DeliveryRecord, type StoredDelivery } from '../delivery';
import { databaseNow, skipLocked } from '../database/dialect';
import type { Lease } from '../enqueue/enqueue';
import { isHeadOfGroup } from '../ordering-key';
import { supersede } from './supersede';
import { inSchema, type Connection } from '../database/tables';

/** What may be claimed for a webhook. */
export interface ClaimLimit {
  webhookId: string;
  /** How many there is room for. */
  limit: number;
  /** Whether one document's deliveries leave one at a time. */
  ordered: boolean;
  /** Whether what waits for a retry gives way to a newer delivery of its document. */
  supersedes: boolean;
  /** Of a webhook that is on hold or slowed down, the failures from which on it is; null of any other. */
  restrainedFrom: number | null;
  /** Takes the moments at which a rate-limited webhook may be called; null without a limit. */
  reservePermits: ((transaction: Connection, wanted: number) => Promise<number[]>) | null;
}

export interface Claimed {
  delivery: DeliveryRecord;
  /** Milliseconds until it may be sent. */
  inMs: number;
}

export interface Claim {
  claimed: Claimed[];
  /** Whether a limit left something due behind. */
  limited: boolean;
}

/** Leases due deliveries, oldest first, in a transaction of the caller's. Claims never overlap. */
export async function claim(
  transaction: Connection,
  lease: Lease,
  limits: ClaimLimit[],
): Promise<Claim> {
  const claimed: Granted['granted'] = [];
  let limited = false;
  for (const demand of limits) {
    const { granted, left } = await grant(transaction, demand);
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
      delivery: Object.assign(recordOf(row), { status: 'sending', lockedBy: lease.token }),
      inMs,
    })),
    limited,
  };
}

interface Granted {
  granted: { row: StoredDelivery; inMs: number }[];
  /** Whether something may be due that may not go yet, though nothing is on hold. */
  left: boolean;
}

/** What is due, as far as the receiver's health and the rate limit allow it. */
async function grant(transaction: Connection, demand: ClaimLimit): Promise<Granted> {
  const { webhookId, limit, restrainedFrom, reservePermits } = demand;
  const probes =
    restrainedFrom === null ? limit : await takePermits(transaction, webhookId, restrainedFrom);
  const allowed = Math.min(limit, probes);
  if (allowed <= 0) return { granted: [], left: false };
  if (demand.supersedes) await supersede(transaction, webhookId);
  const rows = await due(transaction, { ...demand, limit: allowed });
  const full = allowed < limit && rows.length === allowed;
  if (rows.length === 0 || !reservePermits) {
    return { granted: rows.map((row) => ({ row, inMs: 0 })), left: full };
  }
  const permits = await reservePermits(transaction, rows.length);
  const granted = rows.slice(0, permits.length).map((row, i) => ({ row, inMs: permits[i] ?? 0 }));
  return { granted, left: full || rows.length > granted.length };
}

async function due(
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
