import { HEALTH_TABLE } from '../../plugin-id';
import { databaseNowSql, locked, rowsOf } from '../database/dialect';
import {
  allowedInFlight,
  healthAfter,
  WELL,
  type HealthRule,
  type ReceiverHealth,
  type Sign,
} from './receiver-health';
import { deliveries, health, inSchema, type Connection } from '../database/tables';

/** What a batch of settlements shows of a webhook's receiver, in the order in which attempts ended. */
export interface Outcomes {
  webhookId: string;
  signs: { sign: Sign; /** Milliseconds since the attempt began. */ ageMs: number }[];
}

/** A webhook whose receiver fails, asked for time, or is treated gently. */
export interface UnhealthyReceiver extends ReceiverHealth {
  webhookId: string;
  /** By the database's clock, when it was read. */
  now: number;
}

export type RuleOf = (webhookId: string) => HealthRule;

/** Counts outcomes in the transaction that settles them. Returns the webhooks that are unwell after it. */
export async function recordOutcomes(
  transaction: Connection,
  outcomes: Outcomes[],
  ruleOf: RuleOf,
): Promise<UnhealthyReceiver[]> {
  if (outcomes.length === 0) return [];
  const ids = outcomes.map(({ webhookId }) => webhookId);
  const unhealthy = new Set(
    (await readUnhealthy(transaction, ids)).map(({ webhookId }) => webhookId),
  );
  const after: UnhealthyReceiver[] = [];
  // In one order everywhere, or two instances could wait for each other.
  for (const of of [...outcomes].sort((a, b) => (a.webhookId < b.webhookId ? -1 : 1))) {
    const allGood = of.signs.every(({ sign }) => sign.kind === 'good');
    if (allGood && !unhealthy.has(of.webhookId)) continue;
    after.push(await record(transaction, of, ruleOf(of.webhookId)));
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
  await health(transaction).where({ webhook_id: webhookId }).update(columnsOf(after));
  return { ...after, webhookId, now };
}

/** A person who enables the webhook again begins anew. */
export async function resetHealth(transaction: Connection, webhookId: string): Promise<void> {
  await health(transaction).where({ webhook_id: webhookId }).update(columnsOf(WELL));
}

/** The webhooks that are unwell; all of them, or those of some. */
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
  return rowsOf<HealthRow & { now_ms: number | string }>(connection, result).map((row) => ({
    webhookId: row.webhook_id,
    now: Number(row.now_ms),
    ...healthOf(row),
  }));
}

/**
 * How many more requests may leave for a webhook now, by all instances together: Infinity without a limit.
 * Until the transaction ends nobody else is told.
 */
export async function takePermits(
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
  const row = (await locked(
    transaction,
    health(transaction).where({ webhook_id: webhookId }),
  ).first()) as HealthRow | undefined;
  // After the lock: who waited for it would compare with the time before.
  const result: unknown = await transaction.raw(`SELECT ${databaseNowSql(transaction)} AS now_ms`);
  const [clock] = rowsOf<{ now_ms: number | string }>(transaction, result);
  return { ...(row ? healthOf(row) : WELL), now: Number(clock?.now_ms) };
}

type Stored = number | string | null;

/** PostgreSQL hands 64-bit integers over as text. */
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

function healthOf(row: HealthRow): ReceiverHealth {
  return {
    failures: row.failures,
    failingSince: numberOf(row.failing_since),
    openUntil: numberOf(row.open_until),
    holdUntil: numberOf(row.hold_until),
    holdSince: numberOf(row.hold_since),
    holdStatus: row.hold_status,
    holds: row.holds ?? 0,
    allowance: row.allowance,
    goal: row.goal ?? 0,
    loweredAt: numberOf(row.lowered_at),
  };
}

function columnsOf(of: ReceiverHealth): Omit<HealthRow, 'webhook_id'> {
  return {
    failures: of.failures,
    failing_since: of.failingSince,
    open_until: of.openUntil,
    hold_until: of.holdUntil,
    hold_since: of.holdSince,
    hold_status: of.holdStatus,
    holds: of.holds,
    allowance: of.allowance,
    goal: of.goal,
    lowered_at: of.loweredAt,
  };
}

function numberOf(stored: Stored): number | null {
  return stored === null ? null : Number(stored);
}
