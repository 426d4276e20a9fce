import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import type { DeliveryRecord, FrozenBody } from '../outbox/delivery';
import type { LeasedDelivery, Lease } from '../outbox/enqueue/enqueue';
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
  /** Begins to look for due deliveries, and to take new ones on as they are born. */
  start(): Promise<void>;
  /** Waits for requests in flight, up to `drainOnStopMs`, and gives the rest back. */
  stop(): Promise<void>;
  /** Something may be due. */
  nudge(): void;
  /** Sends until nothing due is left. Rejects after `timeoutMs`, one minute unless told. */
  drain(options?: { timeoutMs?: number }): Promise<void>;
  /** A slot and a lease for a delivery, with its rendered body; null where it has to wait its turn. */
  reserve(
    webhook: CompiledWebhook,
    record: DeliveryRecord,
    doc: object,
  ): { lease: Lease; body: FrozenBody } | null;
  /** Frees what was reserved. */
  releaseSlots(reserved: DeliveryRecord[]): void;
  /** A transaction is over: what it leased leaves, and of these webhooks something may be due. */
  dispatch(leased: LeasedDelivery[], webhookIds: Iterable<string>): void;
}

const IDLE_CHECK_MS = 5;
/** Between two looks that found nothing to claim, where something is due. */
const HELD_CHECK_MS = 25;

export type RelayParts = Omit<WorkerParts, 'engine'>;

export function createRelay(parts: RelayParts): Relay {
  const { config, connection, log, registry } = parts;
  const { enabled, drainOnStopMs } = config.relay;
  const engine: Engine = createEngine({
    config,
    log,
    pollSoon: () => worker.wake(),
    poll: (webhookIds) => worker.round(webhookIds),
    maintain: sweep,
  });
  const worker = createWorker({ ...parts, engine });
  let running = false;
  let sweeping = false;
  /** Committed, and about to begin, or to be given back. */
  let starting = 0;

  async function sweep(look: 'always' | 'if-any'): Promise<void> {
    // Where the database stands still, each poll would take one more of its connections.
    if (sweeping) {
      if (look === 'always') worker.wake();
      return;
    }
    sweeping = true;
    try {
      const reclaimed = await reclaimExpired(connection);
      if (look === 'always' || reclaimed > 0) worker.wake();
      else await worker.learn();
    } catch (error) {
      log.error(`The outbox could not be read: ${String(error)}`);
    } finally {
      sweeping = false;
    }
  }

  const idle = (): boolean => starting === 0 && !worker.busy();

  /** Waits until nothing is in flight; tells how much was taken on until then. */
  async function quiet(until: number): Promise<number> {
    for (;;) {
      if (performance.now() > until) throw new Error('The relay did not drain in the time given');
      if (idle()) return worker.taken();
      await sleep(IDLE_CHECK_MS);
    }
  }

  // Bound to the context of the boot: whoever commits has a transaction in its own, which has ended.
  const nudge = AsyncResource.bind(() => {
    engine.wake();
  });
  const announce = AsyncResource.bind((webhookIds: Iterable<string>) => {
    for (const webhookId of webhookIds) {
      const { coalesceSeconds = 0 } = registry.get(webhookId) ?? {};
      if (coalesceSeconds > 0) engine.wakeIn(webhookId, coalesceSeconds * 1_000);
      else engine.wake([webhookId]);
    }
  });
  const begin = AsyncResource.bind((born: PrefetchedDelivery[]) => {
    starting += born.length;
    // In the next turn of the event loop: the writer waits for no request to be put together.
    setImmediate(() => {
      starting -= born.length;
      born.forEach(worker.begin);
    });
  });

  const releaseSlots = AsyncResource.bind(worker.abandon);
  const giveBack = AsyncResource.bind(async (leased: DeliveryRecord[]) => {
    starting += 1;
    await releaseLeases(() => requeue(connection, leased), log);
    starting -= 1;
    announce(new Set(leased.map(({ webhookId }) => webhookId)));
  });
  const onItsWay = async (): Promise<void> => {
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
      const resting = engine.pause();
      await onItsWay();
      await worker.stop(drainOnStopMs);
      await onItsWay();
      await resting;
      await engine.close();
    },
    nudge,
    async drain({ timeoutMs = 60_000 } = {}) {
      const until = performance.now() + timeoutMs;
      for (;;) {
        // First, for what is in flight may come back as a retry that is due at once.
        const before = await quiet(until);
        const { claimed, more } = await worker.round();
        // What ends while the round looks may have held up the next of its lane.
        if (claimed === 0 && !more && idle() && worker.taken() === before) return;
        // better-sqlite3 answers synchronously: rounds without a turn of the loop would stop all else.
        if (claimed === 0) await sleep(HELD_CHECK_MS);
      }
    },
    reserve(webhook, record, doc) {
      const lease = running ? worker.reserve(webhook, orderingKeyOf(record)) : null;
      const body = lease && renderOrNull(webhook, record, doc);
      if (lease && !body) worker.abandon([record]);
      return lease && body && { lease, body };
    },
    releaseSlots,
    dispatch(leased, webhookIds) {
      if (running) begin(leased.map(waitingOf));
      else if (leased.length > 0) void giveBack(leased.map(({ record }) => record));
      announce(webhookIds);
    },
  };
}

/** What does not render never breaks the save: the relay tries again, and records the failure (I4). */
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

function waitingOf({ record, body, lease: { givenAt } }: LeasedDelivery): PrefetchedDelivery {
  const delivery = Object.assign(record, { body });
  return { delivery, claimedAt: givenAt, notBefore: givenAt, queued: false };
}
