import { byLease } from './by-lease';
import type { AttemptRecord } from './delivery';
import { chunksOf, databaseNow } from './dialect';
import { attempts, deliveries, type Connection } from './tables';

/** What becomes of a delivery after an attempt. */
export type Fate =
  | { kind: 'delivered' }
  | { kind: 'retry'; delayMs: number; reason: string }
  | { kind: 'exhausted'; reason: string }
  | { kind: 'cancelled'; reason: string };

export interface Settlement {
  deliveryId: string;
  /** Token of the lease under which the attempt was made. */
  lockedBy: string | null;
  /** Null when the delivery ended without a request. */
  attempt: AttemptRecord | null;
  fate: Fate;
}

/**
 * Records attempts and their fates in one transaction. A lease fences: where it was lost meanwhile, the
 * attempt is logged (it did happen) but the delivery is left to its new owner.
 */
export async function settle(connection: Connection, settlements: Settlement[]): Promise<void> {
  await connection.transaction(async (transaction) => {
    await settleDelivered(transaction, settlements);
    for (const settlement of settlements) {
      if (settlement.fate.kind !== 'delivered') await settleOther(transaction, settlement);
    }
    const rows = settlements.flatMap(attemptRow);
    for (const chunk of chunksOf(rows)) await attempts(transaction).insert(chunk);
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
      .update({
        ...SETTLED,
        status: 'delivered',
        reason: null,
        settled_at: databaseNow(transaction),
      })
      .increment('attempt_count', 1);
  }
}

const SETTLED = {
  next_attempt_at: null,
  locked_by: null,
  locked_until: null,
  trigger: 'automatic',
};

async function settleOther(
  transaction: Connection,
  { deliveryId, lockedBy, attempt, fate }: Settlement,
): Promise<void> {
  const reason = 'reason' in fate ? fate.reason : null;
  const changes =
    fate.kind === 'retry'
      ? { status: 'pending', next_attempt_at: databaseNow(transaction, fate.delayMs) }
      : { status: fate.kind, settled_at: databaseNow(transaction) };
  await deliveries(transaction)
    .where({ delivery_id: deliveryId, locked_by: lockedBy })
    .update({ ...SETTLED, reason, ...changes })
    .increment('attempt_count', attempt ? 1 : 0);
}

function attemptRow({ deliveryId, attempt }: Settlement): object[] {
  if (!attempt) return [];
  const { request } = attempt;
  return [
    {
      delivery_id: deliveryId,
      number: attempt.number,
      trigger: attempt.trigger,
      started_at: attempt.startedAt,
      duration_ms: attempt.durationMs,
      outcome: attempt.outcome,
      status_code: attempt.statusCode,
      request_method: request?.method ?? null,
      request_url: request?.url ?? null,
      request_headers: request ? JSON.stringify(request.headers) : null,
      response_headers: attempt.responseHeaders ? JSON.stringify(attempt.responseHeaders) : null,
      response_body: attempt.responseBody,
      response_truncated: attempt.responseTruncated,
      error: attempt.error,
    },
  ];
}
