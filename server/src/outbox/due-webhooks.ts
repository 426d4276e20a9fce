import type { DeliveryStatus } from '../contracts/deliveries';
import { DELIVERY_TABLE } from '../plugin-id';
import { databaseNow } from './dialect';
import { inSchema, type Connection } from './tables';

/**
 * The webhooks that have due deliveries. Those that merely wait for a retry are left out, or they
 * would use up the batch of a claim.
 */
export function dueWebhooks(connection: Connection): Promise<string[]> {
  const table = inSchema(connection, DELIVERY_TABLE);
  return idsOf(
    webhooksQuery(connection, 'pending').whereExists((due) => {
      void due
        .from(table)
        .whereRaw(`status = 'pending' AND ??.webhook_id = found.webhook_id`, [table])
        .where('due_at', '<=', databaseNow(connection));
    }),
  );
}

/** The webhooks that have deliveries of that status, deleted webhooks too. */
export function webhooksWith(connection: Connection, status: DeliveryStatus): Promise<string[]> {
  return idsOf(webhooksQuery(connection, status));
}

/**
 * The recursion skips from one webhook to the next along the index: its cost grows with the webhooks,
 * not with their deliveries.
 */
function webhooksQuery(connection: Connection, status: DeliveryStatus) {
  const table = inSchema(connection, DELIVERY_TABLE);
  const next = 'SELECT MIN(webhook_id) FROM ?? WHERE status = ?';
  return connection
    .select('webhook_id')
    .from('found')
    .withRecursive(
      'found',
      ['webhook_id'],
      connection.raw(
        `${next} UNION ALL
         SELECT (${next} AND webhook_id > found.webhook_id) FROM found
         WHERE found.webhook_id IS NOT NULL`,
        [table, status, table, status],
      ),
    )
    .whereNotNull('webhook_id');
}

async function idsOf(query: PromiseLike<unknown>): Promise<string[]> {
  return ((await query) as { webhook_id: string }[]).map((row) => row.webhook_id);
}
