import type { Hold, WebhookHealth } from '../../contracts/webhook';
import { isBacklogged } from './backlog';
import { readUnhealthy, type UnhealthyReceiver } from '../flow-control/circuit-breaker';
import type { StoredDelivery } from '../delivery';
import { isOnHold } from '../flow-control/receiver-health';
import { CONDITION_FAILED } from '../enqueue/insert-skipped';
import { deliveries, type Connection } from '../database/tables';

type Answering = Omit<WebhookHealth, 'backlogged' | 'conditionFailed'>;

interface Asked {
  documentId: string;
  /** ISO 8601; what happened before says nothing of the webhook as it is now. */
  updatedAt: string;
}

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
  webhooks: Asked[],
  pendingPerWebhook: number,
): Promise<(webhookId: string) => WebhookHealth> {
  const unhealthy = new Map((await readUnhealthy(connection)).map((it) => [it.webhookId, it]));
  const health = new Map<string, WebhookHealth>();
  for (const webhook of webhooks) {
    const { documentId: id } = webhook;
    const backlogged = await isBacklogged(connection, id, pendingPerWebhook);
    const of = unhealthy.get(id);
    const conditionFailed = await failedCondition(connection, webhook);
    health.set(id, { ...(of ? answering(of) : HEALTHY), backlogged, conditionFailed });
  }
  const unknown = { ...HEALTHY, backlogged: false, conditionFailed: null };
  return (webhookId) => health.get(webhookId) ?? unknown;
}

/** One step along the index of a webhook's deliveries, however many there are. */
async function failedCondition(
  connection: Connection,
  { documentId, updatedAt }: Asked,
): Promise<string | null> {
  const newest = await deliveries(connection)
    .where({ webhook_id: documentId })
    .orderBy('id', 'desc')
    .first<Newest | undefined>('delivery_id', 'status', 'reason', 'created_at');
  if (newest?.status !== 'skipped' || !newest.reason?.startsWith(CONDITION_FAILED)) return null;
  return Number(newest.created_at) < Date.parse(updatedAt) ? null : newest.delivery_id;
}

interface Newest {
  delivery_id: string;
  status: string;
  reason: string | null;
  created_at: number | string;
}

/** Of what is pending, the webhooks whose receivers have asked for time that is not over yet. */
export async function findHolds(
  connection: Connection,
  rows: Pick<StoredDelivery, 'status' | 'webhook_id'>[],
): Promise<Map<string, Hold>> {
  const pending = rows.filter(({ status }) => status === 'pending');
  const ids = [...new Set(pending.map((row) => row.webhook_id))];
  const unhealthy = await readUnhealthy(connection, ids);
  const holds = unhealthy.map((it) => [it.webhookId, holdOf(it)] as const);
  return new Map(holds.flatMap(([id, hold]) => (hold ? [[id, hold] as const] : [])));
}

function answering(of: UnhealthyReceiver): Answering {
  const { failures, failingSince, openUntil, allowance, now } = of;
  return {
    failures,
    failingSince: failingSince === null ? null : shown(failingSince, now),
    openUntil: openUntil === null || openUntil <= now ? null : shown(openUntil, now),
    hold: holdOf(of),
    slowedTo: allowance === null ? null : Math.floor(allowance),
  };
}

function holdOf(of: UnhealthyReceiver): Hold | null {
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
