import { HEALTH_TABLE } from '../../plugin-id';
import { databaseNowSql, locked, rowsOf } from '../database/dialect';
import { health, inSchema, type Connection } from '../database/tables';

export interface RateRequest {
  webhookId: string;
  /** Requests a second, of all instances together. */
  rateLimit: number;
  wanted: number;
  /** How far ahead moments may be taken, in milliseconds. */
  horizonMs: number;
}

/** Between two requests at the lowest limit. */
const SLOWEST_PACE_MS = 1_000;

/**
 * Takes moments at which a rate-limited webhook may be called, evenly spread: returns how many
 * milliseconds from now each is, at most as many as wanted. Instances take turns at its row.
 */
export async function reservePermits(
  transaction: Connection,
  { webhookId, rateLimit, wanted, horizonMs }: RateRequest,
): Promise<number[]> {
  if (wanted === 0) return [];
  const ahead = await firstFreeMs(transaction, webhookId);
  // Further than anybody takes moments: the database's clock was set back.
  const freeIn = ahead > 2 * horizonMs + SLOWEST_PACE_MS ? 0 : ahead;
  const permits: number[] = [];
  let next = freeIn;
  while (permits.length < wanted && next <= horizonMs) {
    permits.push(next);
    next = freeIn + Math.ceil((permits.length * 1_000) / rateLimit);
  }
  if (permits.length === 0) return [];
  await health(transaction)
    .where({ webhook_id: webhookId })
    .update({ rate_next_at: transaction.raw(`${databaseNowSql(transaction)} + ?`, [next]) });
  return permits;
}

async function firstFreeMs(transaction: Connection, webhookId: string): Promise<number> {
  await health(transaction)
    .insert({ webhook_id: webhookId, failures: 0, rate_next_at: 0 })
    .onConflict('webhook_id')
    .ignore();
  await locked(transaction, health(transaction).where({ webhook_id: webhookId })).first();
  const result: unknown = await transaction.raw(
    `SELECT rate_next_at - ${databaseNowSql(transaction)} AS free_in FROM ?? WHERE webhook_id = ?`,
    [inSchema(transaction, HEALTH_TABLE), webhookId],
  );
  const [row] = rowsOf<{ free_in: number | string | null }>(transaction, result);
  return Math.max(0, Number(row?.free_in ?? 0));
}
