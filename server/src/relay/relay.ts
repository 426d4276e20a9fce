import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import type { DeliveryRecord, FrozenBody } from '../outbox/delivery';
import type { Born, Lease } from '../outbox/enqueue';
import type { Lane } from '../outbox/lane';
import { reclaim } from '../outbox/reclaim';
import { release } from '../outbox/release';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { createCourier, type CourierParts } from './courier';
import { createEngine } from './engines/create-engine';
import type { Engine } from './engines/engine';
import { giveLeasesBack } from './give-leases-back';
import { renderPlain } from './render';
import type { Waiting } from './waiting-room';

export interface Relay {
  /** Begins to look for due deliveries, and to take new ones on as they are born. */
  start(): Promise<void>;
  /** Waits for requests in flight, up to `drainOnStopMs`, and gives the rest back. */
  stop(): Promise<void>;
  /** Something may be due. */
  nudge(): void;
  /** Sends until nothing due is left. Rejects after `timeoutMs`, one minute unless told. */
  drain(options?: { timeoutMs?: number }): Promise<void>;
  /** Room for one more of this lane right now, or null. */
  reserve(webhook: WebhookInForce, lane: Lane): Lease | null;
  render(webhook: WebhookInForce, record: DeliveryRecord, doc: object): FrozenBody;
  /** A writer committed: what it had reserved leaves at once, the rest is due, or will be. */
  committed(born: Born[], queued: DeliveryRecord[]): void;
  /** What a writer had reserved does not leave. */
  abandoned(reserved: DeliveryRecord[]): void;
  /** A writer is done, and which of these it left only the database knows: they are claimed. */
  doubted(deliveries: DeliveryRecord[]): void;
}

const IDLE_CHECK_MS = 5;
/** Between two looks that found nothing to claim, where something is due. */
const HELD_CHECK_MS = 25;

export type RelayParts = Omit<CourierParts, 'engine'>;

export function createRelay(parts: RelayParts): Relay {
  const { config, connection, log, registry } = parts;
  const { enabled, drainOnStopMs } = config.relay;
  const engine: Engine = createEngine({
    config,
    log,
    lookSoon: () => courier.wake(),
    look: (webhookIds) => courier.round(webhookIds),
    sweep,
  });
  const courier = createCourier({ ...parts, engine });
  let running = false;
  let sweeping = false;
  /** Committed, and about to begin, or to be given back. */
  let starting = 0;

  async function sweep(look: 'always' | 'if-any'): Promise<void> {
    // Where the database stands still, each poll would take one more of its connections.
    if (sweeping) {
      if (look === 'always') courier.wake();
      return;
    }
    sweeping = true;
    try {
      const reclaimed = await reclaim(connection);
      if (look === 'always' || reclaimed > 0) courier.wake();
      else await courier.learn();
    } catch (error) {
      log.error(`The outbox could not be read: ${String(error)}`);
    } finally {
      sweeping = false;
    }
  }

  const idle = (): boolean => starting === 0 && !courier.busy();

  /** Waits until nothing is in flight; tells how much was taken on until then. */
  async function quiet(until: number): Promise<number> {
    for (;;) {
      if (performance.now() > until) throw new Error('The relay did not drain in the time given');
      if (idle()) return courier.taken();
      await sleep(IDLE_CHECK_MS);
    }
  }

  // Bound to the context of the boot: whoever commits has a transaction in its own, which has ended.
  const nudge = AsyncResource.bind(() => {
    engine.announce();
  });
  const announce = AsyncResource.bind((queued: DeliveryRecord[]) => {
    for (const webhookId of new Set(queued.map((record) => record.webhookId))) {
      const { coalesceSeconds = 0 } = registry.get(webhookId) ?? {};
      if (coalesceSeconds > 0) engine.announceIn(webhookId, coalesceSeconds * 1_000);
      else engine.announce([webhookId]);
    }
  });
  const begin = AsyncResource.bind((born: Waiting[]) => {
    starting += born.length;
    // In the next turn of the event loop: the writer waits for no request to be put together.
    setImmediate(() => {
      starting -= born.length;
      born.forEach(courier.begin);
    });
  });

  const abandoned = AsyncResource.bind(courier.abandon);
  const giveBack = AsyncResource.bind(async (deliveries: DeliveryRecord[]) => {
    starting += 1;
    const leased = deliveries.filter(({ lockedBy }) => lockedBy !== null);
    await giveLeasesBack(() => release(connection, leased), log);
    starting -= 1;
    announce(deliveries);
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
      const resting = engine.rest();
      await onItsWay();
      await courier.stop(drainOnStopMs);
      await onItsWay();
      await resting;
      await engine.stop();
    },
    nudge,
    async drain({ timeoutMs = 60_000 } = {}) {
      const until = performance.now() + timeoutMs;
      for (;;) {
        // First, for what is in flight may come back as a retry that is due at once.
        const before = await quiet(until);
        const { claimed, more } = await courier.round();
        // What ends while the round looks may have held up the next of its lane.
        if (claimed === 0 && !more && idle() && courier.taken() === before) return;
        // better-sqlite3 answers synchronously: rounds without a turn of the loop would stop all else.
        if (claimed === 0) await sleep(HELD_CHECK_MS);
      }
    },
    reserve: (webhook, lane) => (running ? courier.reserve(webhook, lane) : null),
    render: renderPlain,
    committed(born, queued) {
      if (running) begin(born.map(waitingOf));
      else if (born.length > 0) void giveBack(born.map(({ record }) => record));
      if (queued.length > 0) announce(queued);
    },
    abandoned,
    doubted(deliveries) {
      if (deliveries.length > 0) void giveBack(deliveries);
    },
  };
}

function waitingOf({ record, body, lease: { givenAt } }: Born): Waiting {
  const delivery = Object.assign(record, { body });
  return { delivery, claimedAt: givenAt, notBefore: givenAt, queued: false };
}
