import type { Hold, WebhookHealth } from '../contracts/webhook';
import { isBacklogged } from './backlog';
import { readUnwell, type Unwell } from './breaker';
import type { DeliveryRow } from './delivery';
import { isOnHold } from './receiver-health';
import type { Connection } from './tables';

type Answering = Omit<WebhookHealth, 'backlogged'>;

const HEALTHY: Answering = {
  failures: 0,
  failingSince: null,
  openUntil: null,
  hold: null,
  slowedTo: null,
};

/** The health of these webhooks as it is now; backlogged from so many pending deliveries on. */
export async function findHealth(
  connection: Connection,
  webhookIds: string[],
  pendingPerWebhook: number,
): Promise<(webhookId: string) => WebhookHealth> {
  const unwell = new Map((await readUnwell(connection)).map((it) => [it.webhookId, it]));
  const health = new Map<string, WebhookHealth>();
  for (const id of webhookIds) {
    const backlogged = await isBacklogged(connection, id, pendingPerWebhook);
    const of = unwell.get(id);
    health.set(id, { ...(of ? answering(of) : HEALTHY), backlogged });
  }
  return (webhookId) => health.get(webhookId) ?? { ...HEALTHY, backlogged: false };
}

/** Of what is pending, the webhooks whose receivers have asked for time that is not over yet. */
export async function findHolds(
  connection: Connection,
  rows: Pick<DeliveryRow, 'status' | 'webhook_id'>[],
): Promise<Map<string, Hold>> {
  const pending = rows.filter(({ status }) => status === 'pending');
  const ids = [...new Set(pending.map((row) => row.webhook_id))];
  const unwell = await readUnwell(connection, ids);
  const holds = unwell.map((it) => [it.webhookId, holdOf(it)] as const);
  return new Map(holds.flatMap(([id, hold]) => (hold ? [[id, hold] as const] : [])));
}

function answering(of: Unwell): Answering {
  const { failures, failingSince, openUntil, allowance, now } = of;
  return {
    failures,
    failingSince: failingSince === null ? null : shown(failingSince, now),
    openUntil: openUntil === null || openUntil <= now ? null : shown(openUntil, now),
    hold: holdOf(of),
    slowedTo: allowance === null ? null : Math.floor(allowance),
  };
}

function holdOf(of: Unwell): Hold | null {
  const { holdUntil, holdSince, holdStatus, now } = of;
  if (holdUntil === null || !isOnHold(of, now)) return null;
  return {
    until: shown(holdUntil, now),
    since: shown(holdSince ?? now, now),
    statusCode: holdStatus ?? 429,
  };
}

/** By this process's clock, which whoever reads it compares with. */
function shown(at: number, databaseNow: number): string {
  return new Date(Date.now() + at - databaseNow).toISOString();
}
