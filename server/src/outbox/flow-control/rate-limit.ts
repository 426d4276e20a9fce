import { HEALTH_TABLE } from '../../plugin-id';
import { databaseNowSql, lockRows, resultRows } from '../database/dialect';
import { health, inSchema, type Connection } from '../database/tables';

export interface RateRequest {
  webhookId: string;
  /** Requests a second, by all instances together. */
  rateLimit: number;
  wanted: number;
  /** How far ahead permits can be reserved, in milliseconds. */
  lookaheadMs: number;
}

/** Milliseconds between two requests at the lowest rate limit. */
const SLOWEST_PACE_MS = 1_000;

/**
 * Reserves permits of a rate limit, evenly spaced (GCRA: `rate_next_at` is the theoretical arrival time).
 * Returns the milliseconds from now of each permit, at most as many as wanted. A row lock serialises the
 * instances.
 */
export async function reservePermits(
  transaction: Connection,
  { webhookId, rateLimit, wanted, lookaheadMs }: RateRequest,
): Promise<number[]> {
  if (wanted === 0) return [];
  const untilFree = await msUntilFree(transaction, webhookId);
  // No permit is ever reserved this far ahead, so the database's clock was set back.
  const freeIn = untilFree > 2 * lookaheadMs + SLOWEST_PACE_MS ? 0 : untilFree;
  const permits: number[] = [];
  let next = freeIn;
  while (permits.length < wanted && next <= lookaheadMs) {
    permits.push(next);
    next = freeIn + Math.ceil((permits.length * 1_000) / rateLimit);
  }
  if (permits.length === 0) return [];
  await health(transaction)
    .where({ webhook_id: webhookId })
    .update({ rate_next_at: transaction.raw(`${databaseNowSql(transaction)} + ?`, [next]) });
  return permits;
}

async function msUntilFree(transaction: Connection, webhookId: string): Promise<number> {
  await health(transaction)
    .insert({ webhook_id: webhookId, failures: 0, rate_next_at: 0 })
    .onConflict('webhook_id')
    .ignore();
  await lockRows(transaction, health(transaction).where({ webhook_id: webhookId })).first();
  const result: unknown = await transaction.raw(
    `SELECT rate_next_at - ${databaseNowSql(transaction)} AS free_in FROM ?? WHERE webhook_id = ?`,
    [inSchema(transaction, HEALTH_TABLE), webhookId],
  );
  const [row] = resultRows<{ free_in: number | string | null }>(transaction, result);
  return Math.max(0, Number(row?.free_in ?? 0));
}
