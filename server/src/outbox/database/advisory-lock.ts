import { health, type Connection } from './tables';

/**
 * Transaction-scoped advisory lock, built on a row of the health table because not every database has one.
 * Take it first in the transaction, so that later reads see the changes of the previous holder. A webhook's
 * id never begins with `$`.
 */
export async function acquireAdvisoryLock(transaction: Connection, topic: string): Promise<void> {
  // One statement that always writes. On MySQL an ignored insert takes a shared lock, and two transactions
  // that then lock the row exclusively would deadlock.
  await health(transaction)
    .insert({ webhook_id: `$${topic}`, failures: 0, rate_next_at: 0 })
    .onConflict('webhook_id')
    .merge(['failures']);
}
