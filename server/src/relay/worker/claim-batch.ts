import { readUnhealthy, type UnhealthyReceiver } from '../../outbox/flow-control/circuit-breaker';
import { cancelPending } from '../../outbox/operator/cancel';
import { claim, type ClaimLimit } from '../../outbox/consume/claim';
import { inTransaction } from '../../outbox/database/dialect';
import { dueWebhooks } from '../../outbox/consume/due-webhooks';
import type { Lease } from '../../outbox/enqueue/enqueue';
import type { reservePermits } from '../../outbox/flow-control/rate-limit';
import type { Connection } from '../../outbox/database/tables';
import type { WebhookRegistry } from '../../webhooks/registry/registry';
import { maySend, type CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { inactiveReason } from '../../webhooks/compiled/inactive-reason';
import { heldForMs, isRestrained } from './breaker-cache';
import { renderBatch, type RenderedBatch } from './render-batch';

export interface ClaimBatchParts {
  connection: Connection;
  registry: WebhookRegistry;
  lease: Lease;
  batchSize: number;
  breaker: { failures: number };
  /** Claims for these alone, where given. */
  webhookIds?: string[] | undefined;
  reservePermits: typeof reservePermits;
  /** How many deliveries to this webhook there is room for. */
  limitOf: (webhook: CompiledWebhook) => number;
  /** How far ahead a rate-limited webhook's deliveries are claimed, in milliseconds. */
  lookaheadOf: (webhook: CompiledWebhook) => number;
  /** Told who wants to send, before demands are asked for. */
  onWanting: (webhooks: CompiledWebhook[], unhealthy: UnhealthyReceiver[]) => void;
}

export interface ClaimedBatch extends RenderedBatch {
  /** Whether there may be more that is due: some webhook had no room, or filled all it was given. */
  more: boolean;
  /** Whether something was due that nothing but room, pace and order hold back. */
  due: boolean;
}

/** Claims what is due and has room, webhook by webhook, and freezes the bodies of first attempts. */
export async function claimBatch(parts: ClaimBatchParts): Promise<ClaimedBatch> {
  const { connection, lease, batchSize } = parts;
  const { webhooks, restrained } = await wantingWebhooks(parts);
  const limits = demandsOf(webhooks, restrained, parts);
  const due = webhooks.length > 0;
  if (limits.length === 0) {
    return { ready: [], unrenderable: [], unsent: [], more: due, due };
  }

  const asked = limits.reduce((sum, { limit }) => sum + limit, 0);
  const claims = await inTransaction(connection, async (transaction) => {
    const { claimed, limited } = await claim(transaction, lease, limits);
    const rendered = await renderBatch(transaction, parts.registry, claimed);
    const full = claimed.length >= Math.min(asked, batchSize);
    return { rendered, more: full || limited || limits.length < webhooks.length };
  });
  return { ...claims.rendered, more: claims.more, due };
}

interface Wanting {
  webhooks: CompiledWebhook[];
  /** Those of which only some may go, as the receiver's health allows. */
  restrained: Set<string>;
}

/** Webhooks with something due that nothing holds back, from a random one on: none is always last. */
async function wantingWebhooks(parts: ClaimBatchParts): Promise<Wanting> {
  const { failures } = parts.breaker;
  const unhealthy = await readUnhealthy(parts.connection);
  const held = idsOf(unhealthy.filter((it) => heldForMs(it, failures) > 0));
  const ids = await dueWebhooks(parts.connection);
  const webhooks: CompiledWebhook[] = [];
  const from = Math.floor(Math.random() * ids.length);
  for (const id of [...ids.slice(from), ...ids.slice(0, from)]) {
    const webhook = await currentOrCancelled(parts, id);
    if (webhook && maySend(webhook) && !held.has(id)) webhooks.push(webhook);
  }
  parts.onWanting(webhooks, unhealthy);
  const { webhookIds } = parts;
  const asked = webhookIds
    ? webhooks.filter(({ documentId }) => webhookIds.includes(documentId))
    : webhooks;
  return {
    webhooks: asked,
    restrained: idsOf(unhealthy.filter((it) => isRestrained(it, failures))),
  };
}

function idsOf(unhealthy: UnhealthyReceiver[]): Set<string> {
  return new Set(unhealthy.map(({ webhookId }) => webhookId));
}

function demandsOf(
  webhooks: CompiledWebhook[],
  restrained: Set<string>,
  parts: ClaimBatchParts,
): ClaimLimit[] {
  let left = parts.batchSize;
  const limits: ClaimLimit[] = [];
  for (const webhook of webhooks) {
    const demand = limitOf(webhook, restrained.has(webhook.documentId), parts);
    const limit = Math.min(left, demand.limit);
    if (limit <= 0) continue;
    left -= limit;
    limits.push({ ...demand, limit });
  }
  return limits;
}

function limitOf(
  webhook: CompiledWebhook,
  restrained: boolean,
  parts: ClaimBatchParts,
): ClaimLimit {
  const { documentId: webhookId, rateLimit, ordered } = webhook;
  return {
    webhookId,
    ordered,
    limit: parts.limitOf(webhook),
    supersedes: webhook.supersede && ordered,
    failureThreshold: restrained ? parts.breaker.failures : null,
    reservePermits:
      rateLimit === null
        ? null
        : (transaction, wanted) =>
            parts.reservePermits(transaction, {
              webhookId,
              rateLimit,
              wanted,
              lookaheadMs: parts.lookaheadOf(webhook),
            }),
  };
}

/**
 * What is pending for a deleted or disabled webhook is cancelled, once a fresh look confirms it. Of one
 * that is left out, for it does not compile here, it stays: another instance, or the next start, may.
 */
async function currentOrCancelled(
  { connection, registry }: ClaimBatchParts,
  id: string,
): Promise<CompiledWebhook | undefined> {
  if (inactiveReason(registry, id) !== null) {
    await registry.refresh();
    const reason = inactiveReason(registry, id);
    if (reason !== null) await inTransaction(connection, (it) => cancelPending(it, id, reason));
  }
  return registry.get(id);
}
