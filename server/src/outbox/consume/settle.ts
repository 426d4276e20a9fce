import {
  recordOutcomes,
  type Outcomes,
  type RuleOf,
  type UnhealthyReceiver,
} from '../flow-control/circuit-breaker';
import { groupByLease } from './group-by-lease';
import type { AttemptRecord } from '../delivery';
import { databaseNow, inTransaction } from '../database/dialect';
import { insertAttempts } from './insert-attempts';
import type { Sign } from '../flow-control/receiver-health';
import { stripNul } from '../database/strip-nul';
import { deliveries, type Connection } from '../database/tables';

/** What becomes of a delivery after an attempt. */
export type Disposition =
  | { kind: 'delivered' }
  | { kind: 'retry'; delayMs: number; reason: string }
  /** Goes again when the hold of its webhook ends; no retry is used up. */
  | { kind: 'hold'; reason: string }
  | { kind: 'failed'; reason: string }
  | { kind: 'cancelled'; reason: string }
  /** Filtered out after all; `recorded`: the log keeps it. */
  | { kind: 'skipped'; reason: string; recorded: boolean };

export interface Settlement {
  deliveryId: string;
  webhookId: string;
  /** Token of the lease under which the attempt was made. */
  lockedBy: string | null;
  /** Null when the delivery ended without a request. */
  attempt: AttemptRecord | null;
  disposition: Disposition;
  /** What it says of the receiver; null where no request went out. */
  sign: Sign | null;
}

export interface SettleRules {
  ruleOf: RuleOf;
  /** Epoch milliseconds, by the clock of the attempts. */
  now: () => number;
}

/**
 * Records attempts and their fates in one transaction, and what they say of the receivers: returns the
 * webhooks of the batch that are unwell. A lease fences: where it was lost meanwhile, the attempt is logged (it did
 * happen) but the delivery is left to its new owner.
 */
export function settle(
  connection: Connection,
  settlements: Settlement[],
  { ruleOf, now }: SettleRules,
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
    return recordOutcomes(transaction, outcomesOf(settlements, now()), ruleOf);
  });
}

/** The usual fate, and the same for all: one statement a lease. */
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
  const mine = deliveries(transaction).where({ delivery_id: deliveryId, locked_by: lockedBy });
  if (disposition.kind === 'skipped' && !disposition.recorded) {
    await mine.delete();
    return;
  }
  const reason = 'reason' in disposition ? stripNul(disposition.reason) : null;
  await mine
    .update({ ...unlocked(), reason, ...changesOf(transaction, disposition) })
    .increment('attempt_count', attempt ? 1 : 0);
}

function changesOf(transaction: Connection, disposition: Disposition) {
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

/** From now on it can be pruned. */
function settledNow(transaction: Connection) {
  return { settled_at: databaseNow(transaction), due_at: databaseNow(transaction) };
}

/** What was sent, webhook by webhook, in the order in which the attempts ended. */
function outcomesOf(settlements: Settlement[], now: number): Outcomes[] {
  const outcomes = new Map<string, Outcomes>();
  for (const { webhookId, attempt, sign } of settlements) {
    if (!attempt || !sign) continue;
    const of = outcomes.get(webhookId) ?? { webhookId, signs: [] };
    of.signs.push({ sign, ageMs: now - attempt.startedAt });
    outcomes.set(webhookId, of);
  }
  return [...outcomes.values()];
}
