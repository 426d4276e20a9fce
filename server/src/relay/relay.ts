import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import type { DeliveryRecord, FrozenBody } from '../outbox/delivery';
import type { LeasedDelivery, Lease } from '../outbox/enqueue/new-delivery';
import { orderingKeyOf } from '../outbox/ordering-key';
import { reclaimExpired } from '../outbox/consume/reclaim-expired';
import { requeue } from '../outbox/consume/requeue';
import type { CompiledWebhook } from '../webhooks/compiled/compiled-webhook';
import { createWorker, type WorkerParts } from './worker/worker';
import { createEngine } from './engines/create-engine';
import type { Engine } from './engines/engine';
import { releaseLeases } from './settlement/release-leases';
import { renderPlain } from './attempt/render-body';
import type { PrefetchedDelivery } from './worker/prefetch-buffer';

export interface Relay {
  /** Starts polling for due deliveries and accepting new ones from writers. */
  start(): Promise<void>;
  /** Waits up to `drainOnStopMs` for requests in flight, and requeues the rest. */
  stop(): Promise<void>;
  /** Wakes the relay: deliveries may be due. */
  nudge(): void;
  /** Sends until no delivery is due. Rejects after `timeoutMs` (default: one minute). */
  drain(options?: { timeoutMs?: number }): Promise<void>;
  /** Reserves a slot and a lease for a delivery and renders its body; null if it must wait. */
  reserve(
    webhook: CompiledWebhook,
    record: DeliveryRecord,
    doc: object,
  ): { lease: Lease; body: FrozenBody } | null;
  /** Releases the slots of reserved deliveries. */
  releaseSlots(reserved: DeliveryRecord[]): void;
  /**
   * Called when a transaction has ended. Sends its leased deliveries, and wakes the relay for the given
   * webhooks.
   */
  dispatch(leased: LeasedDelivery[], webhookIds: Iterable<string>): void;
}

const IDLE_CHECK_MS = 5;
/** Milliseconds between two polls that claimed nothing although deliveries are due. */
const DELAYED_CHECK_MS = 25;

export type RelayParts = Omit<WorkerParts, 'engine'>;

export function createRelay(parts: RelayParts): Relay {
  const { config, connection, log, registry } = parts;
  const { enabled, drainOnStopMs } = config.relay;
  const engine: Engine = createEngine({
    config,
    log,
    pollSoon: () => worker.wake(),
    poll: (webhookIds) => worker.poll(webhookIds),
    maintain,
  });
  const worker = createWorker({ ...parts, engine });
  let running = false;
  let maintaining = false;
  /** Number of committed deliveries that are about to be sent or requeued. */
  let starting = 0;

  async function maintain(poll: 'always' | 'if-any'): Promise<void> {
    // If the database does not respond, each further run would take another of its connections.
    if (maintaining) {
      if (poll === 'always') worker.wake();
      return;
    }
    maintaining = true;
    try {
      const reclaimed = await reclaimExpired(connection);
      if (poll === 'always' || reclaimed > 0) worker.wake();
      else await worker.refreshBreaker();
    } catch (error) {
      log.error(`The outbox could not be read: ${String(error)}`);
    } finally {
      maintaining = false;
    }
  }

  const idle = (): boolean => starting === 0 && !worker.busy();

  /** Waits until nothing is in flight. Returns the number of deliveries taken on so far. */
  async function untilIdle(until: number): Promise<number> {
    for (;;) {
      if (performance.now() > until) throw new Error('The relay did not drain in the time given');
      if (idle()) return worker.taken();
      await sleep(IDLE_CHECK_MS);
    }
  }

  // Bound to the async context of the boot. The caller's context contains its transaction, which has ended.
  const nudge = AsyncResource.bind(() => {
    engine.wake();
  });
  const wakeFor = AsyncResource.bind((webhookIds: Iterable<string>) => {
    for (const webhookId of webhookIds) {
      const { coalesceSeconds = 0 } = registry.get(webhookId) ?? {};
      if (coalesceSeconds > 0) engine.wakeIn(webhookId, coalesceSeconds * 1_000);
      else engine.wake([webhookId]);
    }
  });
  const begin = AsyncResource.bind((leased: PrefetchedDelivery[]) => {
    starting += leased.length;
    // In the next turn of the event loop, so that the writer does not wait while requests are built.
    setImmediate(() => {
      starting -= leased.length;
      leased.forEach(worker.begin);
    });
  });

  const releaseSlots = AsyncResource.bind(worker.releaseSlots);
  const requeueLeased = AsyncResource.bind(async (leased: DeliveryRecord[]) => {
    starting += 1;
    await releaseLeases(() => requeue(connection, leased), log);
    starting -= 1;
    wakeFor(new Set(leased.map(({ webhookId }) => webhookId)));
  });
  const started = async (): Promise<void> => {
    while (starting > 0) await sleep(0);
  };

  return {
    async start() {
      if (running) return;
      await engine.start();
      running = enabled;
    },
    async stop() {
      running = false;
      const pausing = engine.pause();
      await started();
      await worker.stop(drainOnStopMs);
      await started();
      await pausing;
      await engine.close();
    },
    nudge,
    async drain({ timeoutMs = 60_000 } = {}) {
      const until = performance.now() + timeoutMs;
      for (;;) {
        // First, because a request in flight may become a retry that is due at once.
        const before = await untilIdle(until);
        const { claimed, more } = await worker.poll();
        // A request that ends during the poll may have delayed the next delivery of its message group.
        if (claimed === 0 && !more && idle() && worker.taken() === before) return;
        // better-sqlite3 is synchronous: polls without a pause would block the event loop.
        if (claimed === 0) await sleep(DELAYED_CHECK_MS);
      }
    },
    reserve(webhook, record, doc) {
      const lease = running ? worker.reserve(webhook, orderingKeyOf(record)) : null;
      const body = lease && renderOrNull(webhook, record, doc);
      if (lease && !body) worker.releaseSlots([record]);
      return lease && body && { lease, body };
    },
    releaseSlots,
    dispatch(leased, webhookIds) {
      if (running) begin(leased.map(toPrefetched));
      else if (leased.length > 0) void requeueLeased(leased.map(({ record }) => record));
      wakeFor(webhookIds);
    },
  };
}

/**
 * A body that cannot be rendered never fails the save (I4). The relay renders it again and records the
 * failure.
 */
function renderOrNull(
  webhook: CompiledWebhook,
  record: DeliveryRecord,
  doc: object,
): FrozenBody | null {
  try {
    return renderPlain(webhook, record, doc);
  } catch {
    return null;
  }
}

function toPrefetched({ record, body, lease: { givenAt } }: LeasedDelivery): PrefetchedDelivery {
  const delivery = Object.assign(record, { body });
  return { delivery, claimedAt: givenAt, notBefore: givenAt, queued: false };
}
