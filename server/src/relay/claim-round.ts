import type { DeliveryRecord } from '../outbox/delivery';
import { cancelAllOf } from '../outbox/cancel';
import { claim, type Demand } from '../outbox/claim';
import type { Lease } from '../outbox/enqueue';
import { freeze } from '../outbox/freeze';
import { dueWebhooks } from '../outbox/due-webhooks';
import type { Connection } from '../outbox/tables';
import type { WebhookRegistry } from '../webhooks/registry';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { render } from './render';
import type { ReadyDelivery } from './waiting-room';

export interface ClaimParts {
  connection: Connection;
  registry: WebhookRegistry;
  lease: Lease;
  batchSize: number;
  /** How many deliveries to this webhook there is room for. */
  demandOf: (webhook: WebhookInForce) => number;
}

export interface ClaimRound {
  ready: ReadyDelivery[];
  /** Claimed, but the rule does not render: no request can be made. */
  unrenderable: { delivery: DeliveryRecord; error: string }[];
  /** Claimed, but the webhook was deleted meanwhile. */
  orphaned: DeliveryRecord[];
  /** Whether there may be more that is due: some webhook had no room, or filled all it was given. */
  more: boolean;
}

/** Claims what is due and has room, webhook by webhook, and freezes the bodies of first attempts. */
export async function claimRound(parts: ClaimParts): Promise<ClaimRound> {
  const { connection, lease, batchSize } = parts;
  const webhooks = await sendableWebhooks(parts);
  const demands = demandsOf(webhooks, parts);
  if (demands.length === 0)
    return { ready: [], unrenderable: [], orphaned: [], more: webhooks.length > 0 };

  return connection.transaction(async (transaction) => {
    const claimed = await claim(transaction, lease, demands);
    const rendered = renderAll(parts.registry, claimed);
    await freeze(transaction, rendered.fresh);
    const asked = demands.reduce((sum, { limit }) => sum + limit, 0);
    const more = demands.length < webhooks.length || claimed.length >= Math.min(asked, batchSize);
    return { ...rendered, more };
  });
}

/** Each webhook with something pending, starting at a random one so that none is always last. */
async function sendableWebhooks(parts: ClaimParts): Promise<WebhookInForce[]> {
  const ids = await dueWebhooks(parts.connection);
  const sendable: WebhookInForce[] = [];
  const from = Math.floor(Math.random() * ids.length);
  for (const id of [...ids.slice(from), ...ids.slice(0, from)]) {
    const webhook = await currentOrCancelled(parts, id);
    if (webhook?.state === 'enabled') sendable.push(webhook);
  }
  return sendable;
}

function demandsOf(webhooks: WebhookInForce[], { batchSize, demandOf }: ClaimParts): Demand[] {
  let left = batchSize;
  const demands: Demand[] = [];
  for (const webhook of webhooks) {
    const limit = Math.min(left, demandOf(webhook));
    if (limit <= 0) continue;
    left -= limit;
    demands.push({ webhookId: webhook.documentId, limit });
  }
  return demands;
}

/** What is pending for a deleted or disabled webhook is cancelled, once a fresh look confirms it. */
async function currentOrCancelled(
  { connection, registry }: ClaimParts,
  id: string,
): Promise<WebhookInForce | undefined> {
  const known = registry.get(id);
  if (known && known.state !== 'disabled') return known;

  await registry.refresh();
  const webhook = registry.get(id);
  if (webhook && webhook.state !== 'disabled') return webhook;
  await cancelAllOf(
    connection,
    id,
    webhook ? 'The webhook is disabled' : 'The webhook was deleted',
  );
  return undefined;
}

interface Rendered extends Omit<ClaimRound, 'more'> {
  /** Rendered just now, and not stored yet. */
  fresh: ReadyDelivery[];
}

function renderAll(registry: WebhookRegistry, claimed: DeliveryRecord[]): Rendered {
  const rendered: Rendered = { ready: [], unrenderable: [], orphaned: [], fresh: [] };
  for (const delivery of claimed) {
    if (delivery.body) {
      rendered.ready.push({ ...delivery, body: delivery.body });
      continue;
    }
    const webhook = registry.get(delivery.webhookId);
    if (!webhook) {
      rendered.orphaned.push(delivery);
      continue;
    }
    try {
      const fresh = { ...delivery, body: render(webhook, delivery) };
      rendered.fresh.push(fresh);
      rendered.ready.push(fresh);
    } catch (error) {
      rendered.unrenderable.push({ delivery, error: String(error) });
    }
  }
  return rendered;
}
