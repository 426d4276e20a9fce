import { HEALTH_TABLE } from '../../plugin-id';
import { databaseNowSql, lockRows, resultRows } from '../database/dialect';
import {
  allowedInFlight,
  healthAfter,
  HEALTHY_RECEIVER,
  type HealthRule,
  type ReceiverHealth,
  type Sign,
} from './receiver-health';
import { deliveries, health, inSchema, type Connection } from '../database/tables';

/**
 * Health signals of one webhook's receiver in a batch of settlements, in the order in which the attempts
 * ended.
 */
export interface Outcomes {
  webhookId: string;
  signs: { sign: Sign; /** Milliseconds since the attempt began. */ ageMs: number }[];
}

/** Health of a receiver that fails, is on hold, or is slowed down. */
export interface UnhealthyReceiver extends ReceiverHealth {
  webhookId: string;
  /** Time of the read, by the database's clock, in epoch milliseconds. */
  now: number;
}

export type HealthRuleFor = (webhookId: string) => HealthRule;

/**
 * Updates the receivers' health in the transaction that settles the attempts. Returns the receivers that
 * are unhealthy afterwards.
 */
export async function recordOutcomes(
  transaction: Connection,
  outcomes: Outcomes[],
  ruleFor: HealthRuleFor,
): Promise<UnhealthyReceiver[]> {
  if (outcomes.length === 0) return [];
  const ids = outcomes.map(({ webhookId }) => webhookId);
  const unhealthy = new Set(
    (await readUnhealthy(transaction, ids)).map(({ webhookId }) => webhookId),
  );
  const after: UnhealthyReceiver[] = [];
  // All instances lock the rows in the same order, so that they cannot deadlock.
  for (const outcome of [...outcomes].sort((a, b) => (a.webhookId < b.webhookId ? -1 : 1))) {
    const allGood = outcome.signs.every(({ sign }) => sign.kind === 'good');
    if (allGood && !unhealthy.has(outcome.webhookId)) continue;
    after.push(await record(transaction, outcome, ruleFor(outcome.webhookId)));
  }
  return after;
}

async function record(
  transaction: Connection,
  { webhookId, signs }: Outcomes,
  rule: HealthRule,
): Promise<UnhealthyReceiver> {
  await health(transaction)
    .insert({ webhook_id: webhookId, failures: 0, rate_next_at: 0 })
    .onConflict('webhook_id')
    .ignore();
  const { now, ...before } = await lockHealth(transaction, webhookId);
  let after: ReceiverHealth = before;
  for (const { sign, ageMs } of signs) {
    after = healthAfter(after, { sign, startedAt: now - ageMs }, { now, rule });
  }
  await health(transaction).where({ webhook_id: webhookId }).update(toColumns(after));
  return { ...after, webhookId, now };
}

/** Resets the health of a receiver when a user enables its webhook again. */
export async function resetHealth(transaction: Connection, webhookId: string): Promise<void> {
  await health(transaction).where({ webhook_id: webhookId }).update(toColumns(HEALTHY_RECEIVER));
}

/** Health of the unhealthy receivers: of all webhooks, or of the webhooks in `among`. */
export async function readUnhealthy(
  connection: Connection,
  among?: string[],
): Promise<UnhealthyReceiver[]> {
  if (among?.length === 0) return [];
  const only = among === undefined ? '' : ` AND webhook_id IN (${among.map(() => '?').join(', ')})`;
  const result: unknown = await connection.raw(
    `SELECT *, ${databaseNowSql(connection)} AS now_ms FROM ??
     WHERE (failures > 0 OR hold_until IS NOT NULL OR allowance IS NOT NULL)${only}`,
    [inSchema(connection, HEALTH_TABLE), ...(among ?? [])],
  );
  return resultRows<HealthRow & { now_ms: number | string }>(connection, result).map((row) => ({
    webhookId: row.webhook_id,
    now: Number(row.now_ms),
    ...parseHealth(row),
  }));
}

/**
 * Number of further requests that all instances together may have in flight to a webhook now; Infinity
 * without a limit. The lock on the row makes other instances wait until the transaction ends.
 */
export async function availablePermits(
  transaction: Connection,
  webhookId: string,
  threshold: number,
): Promise<number> {
  const { now, ...current } = await lockHealth(transaction, webhookId);
  const allowed = allowedInFlight(current, threshold, now);
  if (allowed === 0 || allowed === Infinity) return allowed;
  const sending = await deliveries(transaction)
    .where({ status: 'sending', webhook_id: webhookId })
    .count<{ total: number | string }[]>({ total: '*' });
  return Math.max(0, allowed - Number(sending[0]?.total ?? 0));
}

async function lockHealth(
  transaction: Connection,
  webhookId: string,
): Promise<ReceiverHealth & { now: number }> {
  const row = (await lockRows(
    transaction,
    health(transaction).where({ webhook_id: webhookId }),
  ).first()) as HealthRow | undefined;
  // Read after the lock, so that the time spent waiting for the lock is included.
  const result: unknown = await transaction.raw(`SELECT ${databaseNowSql(transaction)} AS now_ms`);
  const [clock] = resultRows<{ now_ms: number | string }>(transaction, result);
  return { ...(row ? parseHealth(row) : HEALTHY_RECEIVER), now: Number(clock?.now_ms) };
}

type Stored = number | string | null;

/** PostgreSQL's driver returns 64-bit integers as text. */
interface HealthRow {
  webhook_id: string;
  failures: number;
  failing_since: Stored;
  open_until: Stored;
  hold_until: Stored;
  hold_since: Stored;
  hold_status: number | null;
  holds: number | null;
  allowance: number | null;
  goal: number | null;
  lowered_at: Stored;
}

function parseHealth(row: HealthRow): ReceiverHealth {
  return {
    failures: row.failures,
    failingSince: toNumber(row.failing_since),
    openUntil: toNumber(row.open_until),
    holdUntil: toNumber(row.hold_until),
    holdSince: toNumber(row.hold_since),
    holdStatus: row.hold_status,
    holds: row.holds ?? 0,
    allowance: row.allowance,
    goal: row.goal ?? 0,
    loweredAt: toNumber(row.lowered_at),
  };
}

function toColumns(state: ReceiverHealth): Omit<HealthRow, 'webhook_id'> {
  return {
    failures: state.failures,
    failing_since: state.failingSince,
    open_until: state.openUntil,
    hold_until: state.holdUntil,
    hold_since: state.holdSince,
    hold_status: state.holdStatus,
    holds: state.holds,
    allowance: state.allowance,
    goal: state.goal,
    lowered_at: state.loweredAt,
  };
}

function toNumber(stored: Stored): number | null {
  return stored === null ? null : Number(stored);
}
