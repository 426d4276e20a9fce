import { readUnwell, type Unwell } from '../../outbox/flow-control/circuit-breaker';
import { cancelAllOf } from '../../outbox/operator/cancel';
import { claim, type Demand } from '../../outbox/consume/claim';
import { inTransaction } from '../../outbox/database/dialect';
import { dueWebhooks } from '../../outbox/consume/due-webhooks';
import type { Lease } from '../../outbox/enqueue/enqueue';
import type { takeMoments } from '../../outbox/flow-control/rate-limit';
import type { Connection } from '../../outbox/database/tables';
import type { WebhookRegistry } from '../../webhooks/registry/registry';
import { maySend, type WebhookInForce } from '../../webhooks/compiled/compiled-webhook';
import { whyUnwanted } from '../../webhooks/compiled/inactive-reason';
import { heldForMs, isRestrained } from './breaker-cache';
import { renderClaimed, type RenderedClaims } from './render-batch';

export interface ClaimParts {
  connection: Connection;
  registry: WebhookRegistry;
  lease: Lease;
  batchSize: number;
  breaker: { failures: number };
  /** Claims for these alone, where given. */
  webhookIds?: string[] | undefined;
  takeMoments: typeof takeMoments;
  /** How many deliveries to this webhook there is room for. */
  demandOf: (webhook: WebhookInForce) => number;
  /** How far ahead a rate-limited webhook's deliveries are claimed, in milliseconds. */
  horizonOf: (webhook: WebhookInForce) => number;
  /** Told who wants to send, before demands are asked for. */
  onWanting: (webhooks: WebhookInForce[], unwell: Unwell[]) => void;
}

export interface ClaimRound extends RenderedClaims {
  /** Whether there may be more that is due: some webhook had no room, or filled all it was given. */
  more: boolean;
  /** Whether something was due that nothing but room, pace and order hold back. */
  due: boolean;
}

/** Claims what is due and has room, webhook by webhook, and freezes the bodies of first attempts. */
export async function claimRound(parts: ClaimParts): Promise<ClaimRound> {
  const { connection, lease, batchSize } = parts;
  const { webhooks, restrained } = await wantingWebhooks(parts);
  const demands = demandsOf(webhooks, restrained, parts);
  const due = webhooks.length > 0;
  if (demands.length === 0) {
    return { ready: [], unrenderable: [], unsent: [], more: due, due };
  }

  const asked = demands.reduce((sum, { limit }) => sum + limit, 0);
  const claims = await inTransaction(connection, async (transaction) => {
    const { claimed, limited } = await claim(transaction, lease, demands);
    const rendered = await renderClaimed(transaction, parts.registry, claimed);
    const full = claimed.length >= Math.min(asked, batchSize);
    return { rendered, more: full || limited || demands.length < webhooks.length };
  });
  return { ...claims.rendered, more: claims.more, due };
}

interface Wanting {
  webhooks: WebhookInForce[];
  /** Those of which only some may go, as the receiver's health allows. */
  restrained: Set<string>;
}

/** Webhooks with something due that nothing holds back, from a random one on: none is always last. */
async function wantingWebhooks(parts: ClaimParts): Promise<Wanting> {
  const { failures } = parts.breaker;
  const unwell = await readUnwell(parts.connection);
  const held = idsOf(unwell.filter((it) => heldForMs(it, failures) > 0));
  const ids = await dueWebhooks(parts.connection);
  const webhooks: WebhookInForce[] = [];
  const from = Math.floor(Math.random() * ids.length);
  for (const id of [...ids.slice(from), ...ids.slice(0, from)]) {
    const webhook = await currentOrCancelled(parts, id);
    if (webhook && maySend(webhook) && !held.has(id)) webhooks.push(webhook);
  }
  parts.onWanting(webhooks, unwell);
  const { webhookIds } = parts;
  const asked = webhookIds
    ? webhooks.filter(({ documentId }) => webhookIds.includes(documentId))
    : webhooks;
  return { webhooks: asked, restrained: idsOf(unwell.filter((it) => isRestrained(it, failures))) };
}

function idsOf(unwell: Unwell[]): Set<string> {
  return new Set(unwell.map(({ webhookId }) => webhookId));
}

function demandsOf(
  webhooks: WebhookInForce[],
  restrained: Set<string>,
  parts: ClaimParts,
): Demand[] {
  let left = parts.batchSize;
  const demands: Demand[] = [];
  for (const webhook of webhooks) {
    const demand = demandOf(webhook, restrained.has(webhook.documentId), parts);
    const limit = Math.min(left, demand.limit);
    if (limit <= 0) continue;
    left -= limit;
    demands.push({ ...demand, limit });
  }
  return demands;
}

function demandOf(webhook: WebhookInForce, restrained: boolean, parts: ClaimParts): Demand {
  const { documentId: webhookId, rateLimit, ordered } = webhook;
  return {
    webhookId,
    ordered,
    limit: parts.demandOf(webhook),
    supersedes: webhook.supersede && ordered,
    restrainedFrom: restrained ? parts.breaker.failures : null,
    takeMoments:
      rateLimit === null
        ? null
        : (transaction, wanted) =>
            parts.takeMoments(transaction, {
              webhookId,
              rateLimit,
              wanted,
              horizonMs: parts.horizonOf(webhook),
            }),
  };
}

/**
 * What is pending for a deleted or disabled webhook is cancelled, once a fresh look confirms it. Of one
 * that is left out, for it does not compile here, it stays: another instance, or the next start, may.
 */
async function currentOrCancelled(
  { connection, registry }: ClaimParts,
  id: string,
): Promise<WebhookInForce | undefined> {
  if (whyUnwanted(registry, id) !== null) {
    await registry.refresh();
    const reason = whyUnwanted(registry, id);
    if (reason !== null) await inTransaction(connection, (it) => cancelAllOf(it, id, reason));
  }
  return registry.get(id);
}
