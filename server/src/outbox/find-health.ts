import type { WebhookHealth } from '../contracts/webhook';
import { isBacklogged } from './backlog';
import { readFailing } from './breaker';
import type { Connection } from './tables';

type Answering = Omit<WebhookHealth, 'backlogged'>;

const HEALTHY: Answering = { failures: 0, failingSince: null, openUntil: null };

/** The health of these webhooks as it is now; backlogged from so many pending deliveries on. */
export async function findHealth(
  connection: Connection,
  webhookIds: string[],
  pendingPerWebhook: number,
): Promise<(webhookId: string) => WebhookHealth> {
  const failing = await findFailing(connection);
  const health = new Map<string, WebhookHealth>();
  for (const id of webhookIds) {
    const backlogged = await isBacklogged(connection, id, pendingPerWebhook);
    health.set(id, { ...(failing.get(id) ?? HEALTHY), backlogged });
  }
  return (webhookId) => health.get(webhookId) ?? { ...HEALTHY, backlogged: false };
}

async function findFailing(connection: Connection): Promise<Map<string, Answering>> {
  const now = Date.now();
  const failing = (await readFailing(connection, 1)).map(
    ({ webhookId, failures, failingForMs, openForMs }): [string, Answering] => [
      webhookId,
      {
        failures,
        failingSince: new Date(now - failingForMs).toISOString(),
        openUntil: openForMs > 0 ? new Date(now + openForMs).toISOString() : null,
      },
    ],
  );
  return new Map(failing);
}
