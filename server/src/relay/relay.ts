import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import type { DeliveryRecord, FrozenBody } from '../outbox/delivery';
import type { Lease } from '../outbox/enqueue';
import type { Lane } from '../outbox/lane';
import { reclaim } from '../outbox/reclaim';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { createCourier, type CourierParts } from './courier';
import { createDatabaseEngine } from './engines/database';
import { render } from './render';
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
  render(webhook: WebhookInForce, record: DeliveryRecord): FrozenBody;
  /** A writer committed: what it had reserved leaves at once, the rest is due, or will be. */
  committed(born: Born[], queued: DeliveryRecord[]): void;
  /** What a writer had reserved does not leave. */
  abandoned(reserved: DeliveryRecord[]): void;
}

/** A delivery that was leased, and its body frozen, in the writer's transaction. */
export interface Born {
  record: DeliveryRecord;
  body: FrozenBody;
  lease: Lease;
}

const IDLE_CHECK_MS = 5;
/** Between two looks that found nothing to claim, where something is due. */
const HELD_CHECK_MS = 25;

export function createRelay(parts: CourierParts): Relay {
  const { config, connection, log } = parts;
  const { enabled, pollIntervalMs, drainOnStopMs } = config.relay;
  const courier = createCourier(parts);
  const engine = createDatabaseEngine({ pollIntervalMs, look: courier.wake, sweep });
  let running = false;
  /** Committed, and about to begin. */
  let starting = 0;

  async function sweep(): Promise<void> {
    try {
      await reclaim(connection);
      courier.wake();
    } catch (error) {
      log.error(`The outbox could not be read: ${String(error)}`);
    }
  }

  async function quiet(until: number): Promise<void> {
    for (;;) {
      if (performance.now() > until) throw new Error('The relay did not drain in the time given');
      if (starting === 0 && !courier.busy()) break;
      await sleep(IDLE_CHECK_MS);
    }
    await courier.flushed();
  }

  // Bound to the context of the boot: whoever commits has a transaction in its own, which has ended.
  const wake = AsyncResource.bind(() => {
    if (running) courier.wake();
  });
  const announce = AsyncResource.bind((webhookIds: string[]) => {
    if (running) engine.announce(webhookIds);
  });
  const begin = AsyncResource.bind((born: Waiting[]) => {
    starting += born.length;
    // In the next turn of the event loop: the writer waits for no request to be put together.
    setImmediate(() => {
      starting -= born.length;
      born.forEach(courier.begin);
    });
  });

  return {
    async start() {
      if (!enabled || running) return;
      running = true;
      await engine.start();
    },
    async stop() {
      running = false;
      await engine.stop();
      while (starting > 0) await sleep(0);
      await courier.stop(drainOnStopMs);
    },
    nudge: wake,
    async drain({ timeoutMs = 60_000 } = {}) {
      const until = performance.now() + timeoutMs;
      for (;;) {
        // First, for what is in flight may come back as a retry that is due at once.
        await quiet(until);
        const { claimed, more } = await courier.round();
        if (claimed === 0 && !more && starting === 0 && !courier.busy()) return;
        // better-sqlite3 answers synchronously: rounds without a turn of the loop would stop all else.
        if (claimed === 0) await sleep(HELD_CHECK_MS);
      }
    },
    reserve: (webhook, lane) => (running ? courier.reserve(webhook, lane) : null),
    render,
    committed(born, queued) {
      // Stopped meanwhile: the lease runs out, and whoever starts next sends it.
      if (running) begin(born.map(waitingOf));
      if (queued.length > 0) announce([...new Set(queued.map(({ webhookId }) => webhookId))]);
    },
    abandoned: courier.abandon,
  };
}

function waitingOf({ record, body, lease: { givenAt } }: Born): Waiting {
  const delivery = { ...record, body };
  return { delivery, claimedAt: givenAt, notBefore: givenAt, queued: false };
}
