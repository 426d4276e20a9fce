import type { WebhookRegistry } from '../../webhooks/registry/registry';
import { maySend, type CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { ScheduledDelivery } from './render-batch';
import type { ConcurrencyLimiter } from './concurrency-limiter';
import type { ReadyDelivery, PrefetchedDelivery, PrefetchBuffer } from './prefetch-buffer';

export interface DispatcherParts {
  registry: Pick<WebhookRegistry, 'get'>;
  limiter: ConcurrencyLimiter;
  prefetched: PrefetchBuffer;
  /**
   * Makes and settles one attempt, or requeues the delivery if `hasTime` is false before it is sent.
   */
  attempt: (
    webhook: CompiledWebhook,
    prefetchedDelivery: PrefetchedDelivery,
    hasTime: HasTime,
  ) => Promise<void>;
  /** Requeues claimed deliveries that were not sent. */
  requeue: (deliveries: ReadyDelivery[]) => Promise<void>;
  /** Called when a slot becomes free. */
  onFreed: (webhook: CompiledWebhook) => void;
  log: { error: (message: string) => void };
  leaseMs: number;
  /** Milliseconds of a lease that must be left after the longest request, to settle it (I5). */
  marginMs: number;
  /** Monotonic clock in milliseconds. */
  monotonic: () => number;
}

/** Whether the lease lasts for the longest request. */
export type HasTime = () => boolean;

/** Moves claimed deliveries from the prefetch buffer into free slots. */
export interface Dispatcher {
  /** `claimedAt` is the time of the lease by the monotonic clock. */
  admit(ready: ScheduledDelivery[], claimedAt: number): void;
  /** Starts an attempt whose slot is already taken. */
  begin(prefetched: PrefetchedDelivery): void;
  /** Number of attempts in progress. */
  active(): number;
}

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { registry, limiter, prefetched, monotonic } = parts;
  /** Webhooks that wait for a permit: one timer each. */
  const waitingForPermit = new Set<string>();
  let active = 0;

  function begin(prefetchedDelivery: PrefetchedDelivery): void {
    const { delivery } = prefetchedDelivery;
    active += 1;
    const webhook = registry.get(delivery.webhookId);
    void attempt(webhook, prefetchedDelivery).finally(() => {
      active -= 1;
      limiter.free(delivery.webhookId);
      prefetched.finished(delivery.webhookId);
      fillSlots();
      if (webhook) parts.onFreed(webhook);
    });
  }

  async function attempt(
    webhook: CompiledWebhook | undefined,
    prefetchedDelivery: PrefetchedDelivery,
  ): Promise<void> {
    const { delivery, claimedAt } = prefetchedDelivery;
    // The webhook was deleted, disabled, paused or put on hold since the claim. The next poll decides about
    // the delivery.
    if (!webhook || !maySend(webhook)) return parts.requeue([delivery]);
    // The delivery waited too long in the prefetch buffer or in the writer's transaction, and another
    // instance may reclaim it.
    const until = claimedAt + parts.leaseMs - webhook.timeoutMs - parts.marginMs;
    const hasTime: HasTime = () => monotonic() <= until;
    if (!hasTime()) return parts.requeue([delivery]);
    try {
      await parts.attempt(webhook, prefetchedDelivery, hasTime);
    } catch (error) {
      parts.log.error(`Delivery ${delivery.id} failed unexpectedly: ${String(error)}`);
      await parts.requeue([delivery]);
    }
  }

  function fillSlots(): void {
    for (const webhookId of prefetched.webhooks()) fillWebhookSlots(webhookId);
  }

  function fillWebhookSlots(webhookId: string): void {
    const webhook = registry.get(webhookId);
    for (;;) {
      const first = prefetched.first(webhookId);
      if (!first || (webhook && limiter.room(webhook) <= 0)) return;
      const waitMs = first.notBefore - monotonic();
      if (waitMs > 0) {
        fillSlotsLater(waitMs, webhookId);
        return;
      }
      prefetched.next(webhookId);
      limiter.take(webhookId);
      begin(first);
    }
  }

  function fillSlotsLater(delayMs: number, webhookId: string): void {
    if (waitingForPermit.has(webhookId)) return;
    waitingForPermit.add(webhookId);
    setTimeout(() => {
      waitingForPermit.delete(webhookId);
      fillWebhookSlots(webhookId);
    }, delayMs);
  }

  return {
    admit(ready, claimedAt) {
      // Permits are relative to now, not to the time of the lease.
      const now = monotonic();
      for (const { delivery, inMs } of ready) {
        prefetched.add({ delivery, claimedAt, notBefore: now + inMs, queued: true });
      }
      fillSlots();
    },
    begin,
    active: () => active,
  };
}
