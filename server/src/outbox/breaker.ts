import { databaseNow, databaseNowSql, locked, rowsOf } from './dialect';
import { HEALTH_TABLE } from '../plugin-id';
import { health, inSchema, type Connection } from './tables';

/** When a webhook counts as failing, and for how long its queue is held then. */
export interface BreakerRule {
  /** Consecutive failures. */
  failures: number;
  openMs: number;
}

/** Outcomes of a webhook's attempts, as one batch of settlements holds them. */
export interface Outcomes {
  webhookId: string;
  /** Whether any of them succeeded. */
  succeeded: boolean;
  /** Failures since the last success among them, or all. */
  failuresSince: number;
}

export interface FailingWebhook {
  webhookId: string;
  failures: number;
  /** How long no attempt has succeeded. */
  failingForMs: number;
  /** How long the breaker will yet hold the queue; not positive when a probe may go. */
  openForMs: number;
}

/** Counts outcomes in the transaction that settles them. Returns those that fail now. */
export async function recordOutcomes(
  transaction: Connection,
  outcomes: Outcomes[],
  rule: BreakerRule,
): Promise<FailingWebhook[]> {
  const failing: FailingWebhook[] = [];
  // In one order everywhere, or two instances could wait for each other.
  for (const of of [...outcomes].sort((a, b) => (a.webhookId < b.webhookId ? -1 : 1))) {
    if (of.succeeded) await resetHealth(transaction, of.webhookId);
    if (of.failuresSince === 0) continue;
    await addFailures(transaction, of, rule);
    failing.push(...(await readFailing(transaction, 1, of.webhookId)));
  }
  return failing;
}

/** A success, or a person who enables the webhook again, begins the count anew. */
export async function resetHealth(transaction: Connection, webhookId: string): Promise<void> {
  await health(transaction)
    .where({ webhook_id: webhookId })
    .where('failures', '>', 0)
    .update({ failures: 0, failing_since: null, open_until: null });
}

async function addFailures(
  transaction: Connection,
  { webhookId, failuresSince }: Outcomes,
  { failures, openMs }: BreakerRule,
): Promise<void> {
  await health(transaction)
    .insert({ webhook_id: webhookId, failures: 0, rate_next_at: 0 })
    .onConflict('webhook_id')
    .ignore();
  const { failures: before } = (await locked(
    transaction,
    health(transaction).where({ webhook_id: webhookId }),
  ).first()) as { failures: number };
  const after = before + failuresSince;
  await health(transaction)
    .where({ webhook_id: webhookId })
    .update({
      failures: after,
      ...(before === 0 ? { failing_since: databaseNow(transaction) } : {}),
      ...(after >= failures ? { open_until: databaseNow(transaction, openMs) } : {}),
    });
}

/** Webhooks with at least so many consecutive failures; all of them, or one. */
export async function readFailing(
  connection: Connection,
  atLeast: number,
  webhookId?: string,
): Promise<FailingWebhook[]> {
  const now = databaseNowSql(connection);
  const only = webhookId === undefined ? '' : ' AND webhook_id = ?';
  const result: unknown = await connection.raw(
    `SELECT webhook_id, failures, ${now} - failing_since AS failing_for,
       COALESCE(open_until - ${now}, 0) AS open_for
     FROM ?? WHERE failures >= ?${only}`,
    [inSchema(connection, HEALTH_TABLE), atLeast, ...(webhookId === undefined ? [] : [webhookId])],
  );
  return rowsOf<FailingRow>(connection, result).map((row) => ({
    webhookId: row.webhook_id,
    failures: row.failures,
    failingForMs: Number(row.failing_for),
    openForMs: Number(row.open_for),
  }));
}

interface FailingRow {
  webhook_id: string;
  failures: number;
  failing_for: number | string;
  open_for: number | string;
}

/**
 * Lets one probe through, whoever asks first; the breaker is open again until its outcome is known. It was
 * never open where `breaker.failures` was lowered after the failures.
 */
export async function takeProbe(
  transaction: Connection,
  webhookId: string,
  holdMs: number,
): Promise<boolean> {
  const taken = await health(transaction)
    .where({ webhook_id: webhookId })
    .where((due) => {
      void due.whereNull('open_until').orWhere('open_until', '<=', databaseNow(transaction));
    })
    .update({ open_until: databaseNow(transaction, holdMs) });
  return taken > 0;
}
