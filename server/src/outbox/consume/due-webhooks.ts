import type { DeliveryStatus } from '../../contracts/deliveries';
import { DELIVERY_TABLE } from '../../plugin-id';
import { databaseNow, recursionUsesIndex } from '../database/dialect';
import { deliveries, inSchema, type Connection } from '../database/tables';

/**
 * Ids of the webhooks that have due deliveries. Webhooks whose deliveries all wait for a retry are left
 * out, because they would use up the batch of a claim.
 */
export async function dueWebhooks(connection: Connection): Promise<string[]> {
  if (!recursionUsesIndex(connection)) return webhooksByStep(connection, 'pending', 'due');
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

/** Ids of the webhooks that have deliveries with this status, deleted webhooks included. */
export async function webhooksWith(
  connection: Connection,
  status: DeliveryStatus,
): Promise<string[]> {
  if (!recursionUsesIndex(connection)) return webhooksByStep(connection, status, 'any');
  return idsOf(webhooksQuery(connection, status));
}

/**
 * A recursive query that skips from one webhook to the next along the index. Its cost grows with the number
 * of webhooks, not of deliveries (I6).
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

/** The same result with one or two statements for each webhook. */
async function webhooksByStep(
  connection: Connection,
  status: DeliveryStatus,
  match: 'any' | 'due',
): Promise<string[]> {
  const ids: string[] = [];
  for (let last = ''; ;) {
    const next = await first(
      deliveries(connection).where({ status }).where('webhook_id', '>', last).orderBy('webhook_id'),
    );
    if (!next) return ids;
    last = next;
    const due = deliveries(connection)
      .where({ status, webhook_id: next })
      .where('due_at', '<=', databaseNow(connection));
    if (match === 'any' || (await first(due))) ids.push(next);
  }
}

async function first(query: ReturnType<typeof deliveries>): Promise<string | undefined> {
  const [row] = (await query.select('webhook_id').limit(1)) as { webhook_id: string }[];
  return row?.webhook_id;
}

async function idsOf(query: PromiseLike<unknown>): Promise<string[]> {
  return ((await query) as { webhook_id: string }[]).map((row) => row.webhook_id);
}
