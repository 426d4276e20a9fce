import type { WebhookRegistry } from '../../webhooks/registry/registry';
import { maySend, type CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { ReadyIn } from './render-batch';
import type { ConcurrencyLimiter } from './concurrency-limiter';
import type { ReadyDelivery, PrefetchedDelivery, PrefetchBuffer } from './prefetch-buffer';

export interface DispatcherParts {
  registry: Pick<WebhookRegistry, 'get'>;
  limiter: ConcurrencyLimiter;
  prefetched: PrefetchBuffer;
  /** One attempt, settled; or given back, where `hasTime` says so before it is sent. */
  attempt: (
    webhook: CompiledWebhook,
    waited: PrefetchedDelivery,
    hasTime: HasTime,
  ) => Promise<void>;
  /** Gives a claimed delivery back unsent. */
  giveBack: (deliveries: ReadyDelivery[]) => Promise<void>;
  /** A slot is free again. */
  onFreed: (webhook: CompiledWebhook) => void;
  log: { error: (message: string) => void };
  leaseMs: number;
  /** Milliseconds of a lease that must be left after the longest request, to settle it. */
  marginMs: number;
  /** Monotonic clock in milliseconds. */
  monotonic: () => number;
}

/** Whether enough is left of a lease for the longest request. */
export type HasTime = () => boolean;

/** Moves claimed deliveries from the waiting room into free slots. */
export interface Dispatcher {
  /** `claimedAt` is when their lease was given, by the monotonic clock. */
  admit(ready: ReadyIn[], claimedAt: number): void;
  /** Begins an attempt whose slot is taken already. */
  begin(prefetched: PrefetchedDelivery): void;
  /** Attempts under way. */
  active(): number;
}

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { registry, limiter, prefetched, monotonic } = parts;
  /** Webhooks whose next delivery may not leave yet: one timer each, whoever asks meanwhile. */
  const timed = new Set<string>();
  let active = 0;

  function begin(waited: PrefetchedDelivery): void {
    const { delivery } = waited;
    active += 1;
    const webhook = registry.get(delivery.webhookId);
    void attempt(webhook, waited).finally(() => {
      active -= 1;
      limiter.free(delivery.webhookId);
      prefetched.finished(delivery.webhookId);
      fillSlots();
      if (webhook) parts.onFreed(webhook);
    });
  }

  async function attempt(
    webhook: CompiledWebhook | undefined,
    waited: PrefetchedDelivery,
  ): Promise<void> {
    const { delivery, claimedAt } = waited;
    // Deleted, disabled, paused or held since it was claimed: the next round decides what becomes of it.
    if (!webhook || !maySend(webhook)) return parts.giveBack([delivery]);
    // Waited too long, in the room or in the writer's transaction: another instance may be next.
    const until = claimedAt + parts.leaseMs - webhook.timeoutMs - parts.marginMs;
    const hasTime: HasTime = () => monotonic() <= until;
    if (!hasTime()) return parts.giveBack([delivery]);
    try {
      await parts.attempt(webhook, waited, hasTime);
    } catch (error) {
      parts.log.error(`Delivery ${delivery.id} failed unexpectedly: ${String(error)}`);
      await parts.giveBack([delivery]);
    }
  }

  function fillSlots(): void {
    for (const webhookId of prefetched.webhooks()) fillSlotsOf(webhookId);
  }

  function fillSlotsOf(webhookId: string): void {
    const webhook = registry.get(webhookId);
    for (;;) {
      const first = prefetched.first(webhookId);
      if (!first || (webhook && limiter.room(webhook) <= 0)) return;
      const early = first.notBefore - monotonic();
      if (early > 0) {
        fillSlotsIn(early, webhookId);
        return;
      }
      prefetched.next(webhookId);
      limiter.take(webhookId);
      begin(first);
    }
  }

  function fillSlotsIn(delayMs: number, webhookId: string): void {
    if (timed.has(webhookId)) return;
    timed.add(webhookId);
    setTimeout(() => {
      timed.delete(webhookId);
      fillSlotsOf(webhookId);
    }, delayMs);
  }

  return {
    admit(ready, claimedAt) {
      // Moments were taken after the lease was given: counted from it they would come too soon.
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
