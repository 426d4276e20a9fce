import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import type { DeliveryRecord, FrozenBody } from '../outbox/delivery';
import type { Lease } from '../outbox/enqueue';
import { reclaim } from '../outbox/reclaim';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { createEngine, type EngineParts } from './engines/database';
import { render } from './render';
import type { Waiting } from './waiting-room';

export interface Relay {
  /** Begins to look for due deliveries, and to take new ones on as they are born. */
  start(): void;
  /** Waits for requests in flight, up to `drainOnStopMs`, and gives the rest back. */
  stop(): Promise<void>;
  /** Something may be due. */
  nudge(): void;
  /** Sends until nothing due is left. Rejects after `timeoutMs`, one minute unless told. */
  drain(options?: { timeoutMs?: number }): Promise<void>;
  /** Room for one more to this webhook right now, or null. */
  reserve(webhook: WebhookInForce): Lease | null;
  render(webhook: WebhookInForce, record: DeliveryRecord): FrozenBody;
  /** A writer committed: what it had reserved leaves at once, the rest is due. */
  committed(born: Born[], unreserved: number): void;
  /** A writer's transaction came to nothing. */
  abandoned(reserved: DeliveryRecord[]): void;
}

/** A delivery that was leased, and its body frozen, in the writer's transaction. */
export interface Born {
  record: DeliveryRecord;
  body: FrozenBody;
  lease: Lease;
}

const IDLE_CHECK_MS = 5;

export function createRelay(parts: EngineParts): Relay {
  const { config, connection, log } = parts;
  const { enabled, pollIntervalMs, drainOnStopMs } = config.relay;
  const engine = createEngine(parts);
  let poll: NodeJS.Timeout | undefined;
  /** Committed, and about to begin. */
  let starting = 0;

  async function look(): Promise<void> {
    try {
      await reclaim(connection);
      engine.wake();
    } catch (error) {
      log.error(`The outbox could not be read: ${String(error)}`);
    }
  }

  async function quiet(until: number): Promise<void> {
    for (;;) {
      if (performance.now() > until) throw new Error('The relay did not drain in the time given');
      if (starting === 0 && !engine.busy()) break;
      await sleep(IDLE_CHECK_MS);
    }
    await engine.flushed();
  }

  // Bound to the context of the boot: whoever commits has a transaction in its own, which has ended.
  const wake = AsyncResource.bind(() => {
    if (poll) engine.wake();
  });
  const begin = AsyncResource.bind((born: Waiting[]) => {
    starting += born.length;
    // In the next turn of the event loop: the writer waits for no request to be put together.
    setImmediate(() => {
      starting -= born.length;
      born.forEach(engine.begin);
    });
  });

  return {
    start() {
      if (!enabled || poll) return;
      poll = setInterval(() => void look(), pollIntervalMs);
      // Strapi's command line boots plugins too, and must be able to end.
      poll.unref();
      void look();
    },
    async stop() {
      clearInterval(poll);
      poll = undefined;
      while (starting > 0) await sleep(0);
      await engine.stop(drainOnStopMs);
    },
    nudge: wake,
    async drain({ timeoutMs = 60_000 } = {}) {
      const until = performance.now() + timeoutMs;
      for (;;) {
        // First, for what is in flight may come back as a retry that is due at once.
        await quiet(until);
        const { claimed, more } = await engine.round();
        if (claimed === 0 && !more && starting === 0 && !engine.busy()) return;
        // better-sqlite3 answers synchronously: rounds without a turn of the loop would stop all else.
        if (claimed === 0) await sleep(IDLE_CHECK_MS);
      }
    },
    reserve: (webhook) => (poll ? engine.reserve(webhook) : null),
    render,
    committed(born, unreserved) {
      // Stopped meanwhile: the lease runs out, and whoever starts next sends it.
      if (!poll) return;
      begin(born.map(({ record, body, lease }) => waitingOf(record, body, lease)));
      if (unreserved > 0) wake();
    },
    abandoned: engine.abandon,
  };
}

function waitingOf(record: DeliveryRecord, body: FrozenBody, lease: Lease): Waiting {
  return { delivery: { ...record, body }, claimedAt: lease.givenAt };
}
