import {
  recordOutcomes,
  type Outcomes,
  type HealthRuleFor,
  type UnhealthyReceiver,
} from '../flow-control/circuit-breaker';
import { groupByLease } from './group-by-lease';
import type { AttemptRecord } from '../delivery';
import { databaseNow, inTransaction } from '../database/dialect';
import { insertAttempts } from './insert-attempts';
import type { Sign } from '../flow-control/receiver-health';
import { stripNul } from '../database/strip-nul';
import { deliveries, type Connection } from '../database/tables';

/** Result of a settlement: the next state of the delivery (an AMQP term). */
export type Disposition =
  | { kind: 'delivered' }
  | { kind: 'retry'; delayMs: number; reason: string }
  /** The delivery is due again when its webhook's hold ends. No retry is used up. */
  | { kind: 'hold'; reason: string }
  | { kind: 'failed'; reason: string }
  | { kind: 'cancelled'; reason: string }
  /**
   * The relay evaluated the condition and filtered the delivery out. `recorded`: keep it in the log.
   */
  | { kind: 'skipped'; reason: string; recorded: boolean };

export interface Settlement {
  deliveryId: string;
  webhookId: string;
  /** Token of the lease under which the attempt was made. */
  lockedBy: string | null;
  /** Null if the delivery ended without a request. */
  attempt: AttemptRecord | null;
  disposition: Disposition;
  /** Effect of the attempt on the receiver's health; null if no request was sent. */
  sign: Sign | null;
}

export interface SettleRules {
  ruleFor: HealthRuleFor;
  /** Epoch milliseconds, by the clock that timed the attempts. */
  now: () => number;
}

/**
 * Records attempts, dispositions and the receivers' health in one transaction. Returns the unhealthy
 * receivers among the webhooks of the batch. A lease fences (I5): if the lease was lost, the attempt is
 * logged because it happened, but the delivery stays with its new owner.
 */
export function settle(
  connection: Connection,
  settlements: Settlement[],
  { ruleFor, now }: SettleRules,
): Promise<UnhealthyReceiver[]> {
  return inTransaction(connection, async (transaction) => {
    await settleDelivered(transaction, settlements);
    for (const settlement of settlements) {
      if (settlement.disposition.kind !== 'delivered') await settleOther(transaction, settlement);
    }
    await insertAttempts(
      transaction,
      settlements.flatMap(({ deliveryId, attempt }) => (attempt ? { deliveryId, attempt } : [])),
    );
    return recordOutcomes(transaction, groupOutcomes(settlements, now()), ruleFor);
  });
}

/**
 * Delivered is the usual disposition and has the same columns for all deliveries: one statement for each
 * lease (I6).
 */
async function settleDelivered(transaction: Connection, settlements: Settlement[]): Promise<void> {
  const delivered = settlements.filter(({ disposition }) => disposition.kind === 'delivered');
  for (const [lockedBy, group] of groupByLease(delivered)) {
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
  { deliveryId, lockedBy, attempt, disposition }: Settlement,
): Promise<void> {
  const leased = deliveries(transaction).where({ delivery_id: deliveryId, locked_by: lockedBy });
  if (disposition.kind === 'skipped' && !disposition.recorded) {
    await leased.delete();
    return;
  }
  const reason = 'reason' in disposition ? stripNul(disposition.reason) : null;
  await leased
    .update({ ...unlocked(), reason, ...dispositionColumns(transaction, disposition) })
    .increment('attempt_count', attempt ? 1 : 0);
}

function dispositionColumns(transaction: Connection, disposition: Disposition) {
  if (disposition.kind === 'retry') {
    return { status: 'pending', due_at: databaseNow(transaction, disposition.delayMs) };
  }
  if (disposition.kind === 'hold') {
    return {
      status: 'pending',
      due_at: databaseNow(transaction),
      retry_from: transaction.raw('?? + 1', ['retry_from']),
    };
  }
  return { status: disposition.kind, ...settledNow(transaction) };
}

function unlocked() {
  return { locked_by: null, locked_until: null, trigger: 'automatic' };
}

/** A settled delivery can be pruned: `due_at` then holds the time of settlement. */
function settledNow(transaction: Connection) {
  return { settled_at: databaseNow(transaction), due_at: databaseNow(transaction) };
}

/** Health signals by webhook, in the order in which the attempts ended. */
function groupOutcomes(settlements: Settlement[], now: number): Outcomes[] {
  const outcomes = new Map<string, Outcomes>();
  for (const { webhookId, attempt, sign } of settlements) {
    if (!attempt || !sign) continue;
    const of = outcomes.get(webhookId) ?? { webhookId, signs: [] };
    of.signs.push({ sign, ageMs: now - attempt.startedAt });
    outcomes.set(webhookId, of);
  }
  return [...outcomes.values()];
}
