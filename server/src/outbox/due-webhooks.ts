import { DELIVERY_TABLE } from '../plugin-id';
import { databaseNow } from './dialect';
import { inSchema, type Connection } from './tables';

/**
 * The webhooks that have due deliveries. The recursion skips from one webhook to the next along the
 * index: its cost grows with the webhooks, not with the backlog. Webhooks that merely wait for a retry
 * are left out, or they would use up the batch of a claim.
 */
export async function dueWebhooks(connection: Connection): Promise<string[]> {
  const table = inSchema(connection, DELIVERY_TABLE);
  const next = `SELECT MIN(webhook_id) FROM ?? WHERE status = 'pending'`;
  const rows = await connection
    .select('webhook_id')
    .from('pending')
    .withRecursive(
      'pending',
      ['webhook_id'],
      connection.raw(
        `${next} UNION ALL
         SELECT (${next} AND webhook_id > pending.webhook_id) FROM pending
         WHERE pending.webhook_id IS NOT NULL`,
        [table, table],
      ),
    )
    .whereNotNull('webhook_id')
    .whereExists((due) => {
      void due
        .from(table)
        .whereRaw(`status = 'pending' AND ??.webhook_id = pending.webhook_id`, [table])
        .where('next_attempt_at', '<=', databaseNow(connection));
    });
  return (rows as { webhook_id: string }[]).map((row) => row.webhook_id);
}
