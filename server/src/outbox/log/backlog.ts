import { webhooksWith } from '../consume/due-webhooks';
import { deliveries, type Connection } from '../database/tables';

/**
 * Whether at least `atLeast` deliveries of a webhook are pending. Reads at most that many entries of the
 * index.
 */
export async function isBacklogged(
  connection: Connection,
  webhookId: string,
  atLeast: number,
): Promise<boolean> {
  const row: unknown = await deliveries(connection)
    .where({ status: 'pending', webhook_id: webhookId })
    .orderBy('due_at')
    .offset(atLeast - 1)
    .first('due_at');
  return row !== undefined;
}

/** Ids of the webhooks with at least `atLeast` pending deliveries. */
export async function backloggedWebhooks(
  connection: Connection,
  atLeast: number,
): Promise<string[]> {
  const backlogged: string[] = [];
  for (const webhookId of await webhooksWith(connection, 'pending')) {
    if (await isBacklogged(connection, webhookId, atLeast)) backlogged.push(webhookId);
  }
  return backlogged;
}
