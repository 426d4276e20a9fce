import type { WebhookHealth } from '../contracts/webhooks';
import { readFailing } from './breaker';
import type { Connection } from './tables';

const HEALTHY: WebhookHealth = { failures: 0, failingSince: null, openUntil: null };

/** The health of webhooks as it is now. */
export async function findHealth(
  connection: Connection,
): Promise<(webhookId: string) => WebhookHealth> {
  const now = Date.now();
  const failing = (await readFailing(connection, 1)).map(
    ({ webhookId, failures, failingForMs, openForMs }): [string, WebhookHealth] => [
      webhookId,
      {
        failures,
        failingSince: new Date(now - failingForMs).toISOString(),
        openUntil: openForMs > 0 ? new Date(now + openForMs).toISOString() : null,
      },
    ],
  );
  const byId = new Map(failing);
  return (webhookId) => byId.get(webhookId) ?? HEALTHY;
}
