import type { DeliveryStatus } from '../../contracts/deliveries';
import { DELIVERY_TABLE } from '../../plugin-id';
import { databaseNow, recursionSkips } from '../database/dialect';
import { deliveries, inSchema, type Connection } from '../database/tables';

/**
 * The webhooks that have due deliveries. Those that merely wait for a retry are left out, or they
 * would use up the batch of a claim.
 */
export async function dueWebhooks(connection: Connection): Promise<string[]> {
  if (!recursionSkips(connection)) return webhooksByStep(connection, 'pending', 'due');
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
export async function webhooksWith(
  connection: Connection,
  status: DeliveryStatus,
): Promise<string[]> {
  if (!recursionSkips(connection)) return webhooksByStep(connection, status, 'any');
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

/** The same, by a statement or two for each webhook. */
async function webhooksByStep(
  connection: Connection,
  status: DeliveryStatus,
  wanted: 'any' | 'due',
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
    if (wanted === 'any' || (await first(due))) ids.push(next);
  }
}

async function first(query: ReturnType<typeof deliveries>): Promise<string | undefined> {
  const [row] = (await query.select('webhook_id').limit(1)) as { webhook_id: string }[];
  return row?.webhook_id;
}

async function idsOf(query: PromiseLike<unknown>): Promise<string[]> {
  return ((await query) as { webhook_id: string }[]).map((row) => row.webhook_id);
}
