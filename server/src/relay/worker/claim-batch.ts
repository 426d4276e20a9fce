import { readUnhealthy, type UnhealthyReceiver } from '../../outbox/flow-control/circuit-breaker';
import { cancelPending } from '../../outbox/operator/cancel';
import { claim, type ClaimLimit } from '../../outbox/consume/claim';
import { inTransaction } from '../../outbox/database/dialect';
import { dueWebhooks } from '../../outbox/consume/due-webhooks';
import type { Lease } from '../../outbox/enqueue/new-delivery';
import type { reservePermits } from '../../outbox/flow-control/rate-limit';
import type { Connection } from '../../outbox/database/tables';
import type { WebhookRegistry } from '../../webhooks/registry/registry';
import { maySend, type CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { inactiveReason } from '../../webhooks/compiled/inactive-reason';
import { remainingHoldMs, isLimited } from './breaker-cache';
import { renderBatch, type RenderedBatch } from './render-batch';

export interface ClaimBatchParts {
  connection: Connection;
  registry: WebhookRegistry;
  lease: Lease;
  batchSize: number;
  breaker: { failures: number };
  /** Claims only for these webhooks, if given. */
  webhookIds?: string[] | undefined;
  reservePermits: typeof reservePermits;
  /** Number of deliveries to claim for a webhook. */
  limitFor: (webhook: CompiledWebhook) => number;
  /** How far ahead deliveries of a rate-limited webhook are claimed, in milliseconds. */
  lookaheadFor: (webhook: CompiledWebhook) => number;
  /** Called with the webhooks that have due deliveries, before claim limits are computed. */
  onSendable: (webhooks: CompiledWebhook[], unhealthy: UnhealthyReceiver[]) => void;
}

export interface ClaimedBatch extends RenderedBatch {
  /** Whether more deliveries may be due: a webhook had no free slots or used its whole limit. */
  more: boolean;
  /** Whether deliveries were due that only slots, rate limits or their order held back. */
  due: boolean;
}

/**
 * Claims due deliveries within the limits of each webhook (I6, I7), and freezes the bodies of first
 * attempts.
 */
export async function claimBatch(parts: ClaimBatchParts): Promise<ClaimedBatch> {
  const { connection, lease, batchSize } = parts;
  const { webhooks, limited } = await findSendable(parts);
  const limits = computeLimits(webhooks, limited, parts);
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

interface Sendable {
  webhooks: CompiledWebhook[];
  /** Webhooks whose receivers are unhealthy and limit the claim. */
  limited: Set<string>;
}

/**
 * Webhooks with due deliveries that are not on hold. Starts at a random one, so that none is always last.
 */
async function findSendable(parts: ClaimBatchParts): Promise<Sendable> {
  const { failures } = parts.breaker;
  const unhealthy = await readUnhealthy(parts.connection);
  const onHold = idsOf(unhealthy.filter((it) => remainingHoldMs(it, failures) > 0));
  const ids = await dueWebhooks(parts.connection);
  const webhooks: CompiledWebhook[] = [];
  const from = Math.floor(Math.random() * ids.length);
  for (const id of [...ids.slice(from), ...ids.slice(0, from)]) {
    const webhook = await getOrCancel(parts, id);
    if (webhook && maySend(webhook) && !onHold.has(id)) webhooks.push(webhook);
  }
  parts.onSendable(webhooks, unhealthy);
  const { webhookIds } = parts;
  const asked = webhookIds
    ? webhooks.filter(({ documentId }) => webhookIds.includes(documentId))
    : webhooks;
  return {
    webhooks: asked,
    limited: idsOf(unhealthy.filter((it) => isLimited(it, failures))),
  };
}

function idsOf(unhealthy: UnhealthyReceiver[]): Set<string> {
  return new Set(unhealthy.map(({ webhookId }) => webhookId));
}

function computeLimits(
  webhooks: CompiledWebhook[],
  limited: Set<string>,
  parts: ClaimBatchParts,
): ClaimLimit[] {
  let left = parts.batchSize;
  const limits: ClaimLimit[] = [];
  for (const webhook of webhooks) {
    const claimLimit = webhookLimit(webhook, limited.has(webhook.documentId), parts);
    const limit = Math.min(left, claimLimit.limit);
    if (limit <= 0) continue;
    left -= limit;
    limits.push({ ...claimLimit, limit });
  }
  return limits;
}

function webhookLimit(
  webhook: CompiledWebhook,
  limited: boolean,
  parts: ClaimBatchParts,
): ClaimLimit {
  const { documentId: webhookId, rateLimit, ordered } = webhook;
  return {
    webhookId,
    ordered,
    limit: parts.limitFor(webhook),
    supersedes: webhook.supersede && ordered,
    failureThreshold: limited ? parts.breaker.failures : null,
    reservePermits:
      rateLimit === null
        ? null
        : (transaction, wanted) =>
            parts.reservePermits(transaction, {
              webhookId,
              rateLimit,
              wanted,
              lookaheadMs: parts.lookaheadFor(webhook),
            }),
  };
}

/**
 * Cancels the pending deliveries of a deleted or disabled webhook, after a refresh confirms its state.
 * Keeps those of a webhook that fails to compile here: another instance or a later boot may be able to send
 * them.
 */
async function getOrCancel(
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
