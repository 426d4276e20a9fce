import type { AttemptOutcomeKind } from '../contracts/deliveries';
import { recordOutcomes, type BreakerRule, type FailingWebhook, type Outcomes } from './breaker';
import { byLease } from './by-lease';
import type { AttemptRecord } from './delivery';
import { databaseNow, inTransaction } from './dialect';
import { insertAttempts } from './insert-attempts';
import { storable } from './storable';
import { deliveries, type Connection } from './tables';

/** What becomes of a delivery after an attempt. */
export type Fate =
  | { kind: 'delivered' }
  | { kind: 'retry'; delayMs: number; reason: string }
  | { kind: 'exhausted'; reason: string }
  | { kind: 'cancelled'; reason: string };

export interface Settlement {
  deliveryId: string;
  webhookId: string;
  /** Token of the lease under which the attempt was made. */
  lockedBy: string | null;
  /** Null when the delivery ended without a request. */
  attempt: AttemptRecord | null;
  fate: Fate;
}

/**
 * Records attempts and their fates in one transaction, and counts them for the breaker: returns the
 * webhooks that fail. A lease fences: where it was lost meanwhile, the attempt is logged (it did
 * happen) but the delivery is left to its new owner.
 */
export function settle(
  connection: Connection,
  settlements: Settlement[],
  rule: BreakerRule,
): Promise<FailingWebhook[]> {
  return inTransaction(connection, async (transaction) => {
    await settleDelivered(transaction, settlements);
    for (const settlement of settlements) {
      if (settlement.fate.kind !== 'delivered') await settleOther(transaction, settlement);
    }
    await insertAttempts(
      transaction,
      settlements.flatMap(({ deliveryId, attempt }) => (attempt ? { deliveryId, attempt } : [])),
    );
    return recordOutcomes(transaction, outcomesOf(settlements), rule);
  });
}

/** The usual fate, and the same for all: one statement a lease. */
async function settleDelivered(transaction: Connection, settlements: Settlement[]): Promise<void> {
  const delivered = settlements.filter(({ fate }) => fate.kind === 'delivered');
  for (const [lockedBy, group] of byLease(delivered)) {
    await deliveries(transaction)
      .whereIn(
        'delivery_id',
        group.map(({ deliveryId }) => deliveryId),
      )
      .where({ locked_by: lockedBy })
      .update({ ...unlocked(), ...settledNow(transaction), status: 'delivered', reason: null })
      .increment('attempt_count', 1);
  }
}

async function settleOther(
  transaction: Connection,
  { deliveryId, lockedBy, attempt, fate }: Settlement,
): Promise<void> {
  const reason = 'reason' in fate ? storable(fate.reason) : null;
  const changes =
    fate.kind === 'retry'
      ? { status: 'pending', due_at: databaseNow(transaction, fate.delayMs) }
      : { status: fate.kind, ...settledNow(transaction) };
  await deliveries(transaction)
    .where({ delivery_id: deliveryId, locked_by: lockedBy })
    .update({ ...unlocked(), reason, ...changes })
    .increment('attempt_count', attempt ? 1 : 0);
}

function unlocked() {
  return { locked_by: null, locked_until: null, trigger: 'automatic' };
}

/** From now on it can be pruned. */
function settledNow(transaction: Connection) {
  return { settled_at: databaseNow(transaction), due_at: databaseNow(transaction) };
}

/** Outcomes without a request: they tell nothing of the receiver. */
const NEVER_SENT = new Set<AttemptOutcomeKind>(['render-error', 'blocked']);

/** Requests that went out, webhook by webhook, in the order in which they ended. */
function outcomesOf(settlements: Settlement[]): Outcomes[] {
  const outcomes = new Map<string, Outcomes>();
  for (const { webhookId, attempt, fate } of settlements) {
    if (!attempt || NEVER_SENT.has(attempt.outcome)) continue;
    const before = outcomes.get(webhookId) ?? { webhookId, succeeded: false, failuresSince: 0 };
    outcomes.set(
      webhookId,
      fate.kind === 'delivered'
        ? { webhookId, succeeded: true, failuresSince: 0 }
        : { ...before, failuresSince: before.failuresSince + 1 },
    );
  }
  return [...outcomes.values()];
}
