import type { Hold, WebhookHealth } from '../../contracts/webhook';
import { isBacklogged } from './backlog';
import { readUnhealthy, type UnhealthyReceiver } from '../flow-control/circuit-breaker';
import type { StoredDelivery } from '../delivery';
import { isOnHold } from '../flow-control/receiver-health';
import { CONDITION_FAILED } from '../enqueue/insert-skipped';
import { deliveries, type Connection } from '../database/tables';

type ReceiverState = Omit<WebhookHealth, 'backlogged' | 'conditionFailed'>;

interface WebhookRef {
  documentId: string;
  /** ISO 8601. Events before this time do not concern the current version of the webhook. */
  updatedAt: string;
}

const HEALTHY: ReceiverState = {
  failures: 0,
  failingSince: null,
  openUntil: null,
  hold: null,
  slowedTo: null,
};

/**
 * Current health of the given webhooks. `backlogged` is true from `pendingPerWebhook` pending deliveries
 * on.
 */
export async function findHealth(
  connection: Connection,
  webhooks: WebhookRef[],
  pendingPerWebhook: number,
): Promise<(webhookId: string) => WebhookHealth> {
  const unhealthy = new Map((await readUnhealthy(connection)).map((it) => [it.webhookId, it]));
  const health = new Map<string, WebhookHealth>();
  for (const webhook of webhooks) {
    const { documentId: id } = webhook;
    const backlogged = await isBacklogged(connection, id, pendingPerWebhook);
    const of = unhealthy.get(id);
    const conditionFailed = await findFailedCondition(connection, webhook);
    health.set(id, { ...(of ? receiverState(of) : HEALTHY), backlogged, conditionFailed });
  }
  const unknown = { ...HEALTHY, backlogged: false, conditionFailed: null };
  return (webhookId) => health.get(webhookId) ?? unknown;
}

/** Reads the newest delivery that is no test: few index entries, however many deliveries there are. */
async function findFailedCondition(
  connection: Connection,
  { documentId, updatedAt }: WebhookRef,
): Promise<string | null> {
  const newest = await deliveries(connection)
    .where({ webhook_id: documentId })
    .whereNot({ trigger: 'test' })
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

/** Holds that are in effect for the webhooks of the pending deliveries among `rows`. */
export async function findHolds(
  connection: Connection,
  rows: Pick<StoredDelivery, 'status' | 'webhook_id'>[],
): Promise<Map<string, Hold>> {
  const pending = rows.filter(({ status }) => status === 'pending');
  const ids = [...new Set(pending.map((row) => row.webhook_id))];
  const unhealthy = await readUnhealthy(connection, ids);
  const holds = unhealthy.map((it) => [it.webhookId, currentHold(it)] as const);
  return new Map(holds.flatMap(([id, hold]) => (hold ? [[id, hold] as const] : [])));
}

function receiverState(of: UnhealthyReceiver): ReceiverState {
  const { failures, failingSince, openUntil, allowance, now } = of;
  return {
    failures,
    failingSince: failingSince === null ? null : toLocalTime(failingSince, now),
    openUntil: openUntil === null || openUntil <= now ? null : toLocalTime(openUntil, now),
    hold: currentHold(of),
    slowedTo: allowance === null ? null : Math.floor(allowance),
  };
}

function currentHold(of: UnhealthyReceiver): Hold | null {
  const { holdUntil, holdSince, holdStatus, now } = of;
  if (holdUntil === null || !isOnHold(of, now)) return null;
  return {
    until: toLocalTime(holdUntil, now),
    since: toLocalTime(holdSince ?? now, now),
    statusCode: holdStatus ?? 429,
  };
}

/**
 * Converts a time of the database's clock to this process's clock, which the reader compares it with.
 */
function toLocalTime(at: number, databaseNow: number): string {
  return new Date(Date.now() + at - databaseNow).toISOString();
}
