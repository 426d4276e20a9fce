import { setTimeout as sleep } from 'node:timers/promises';

import type { PluginConfig } from '../../config';
import { prune } from '../../outbox/log/prune';
import { prunePayloads } from '../../outbox/log/prune-payloads';
import type { Connection } from '../../outbox/database/tables';

export interface PrunerParts {
  connection: Connection;
  retention: PluginConfig['retention'];
  /** Deletes expired secrets. */
  pruneSecrets: () => Promise<void>;
  log: { error: (message: string) => void };
}

export interface Pruner {
  start(): void;
  stop(): Promise<void>;
  /** Prunes all deliveries that are old enough. */
  pruneNow(): Promise<void>;
}

const EVERY_MS = 60_000;
/** Milliseconds between two batches, so that claims and editors can run. */
const PAUSE_MS = 50;
const DAY_MS = 86_400_000;

/** Prunes the log in the background, in small batches (I6). */
export function createPruner({ connection, retention, pruneSecrets, log }: PrunerParts): Pruner {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  let lookBackMs = 36_500 * DAY_MS;

  async function pruneNow(): Promise<void> {
    await pruneSecrets().catch((error: unknown) => {
      log.error(`Old secrets could not be deleted: ${String(error)}`);
    });
    const { deliveredDays, failedDays, skippedDays, payloadDays } = retention;
    if (deliveredDays !== null) {
      await pruneAll(
        prune(connection, { statuses: ['delivered'], keptMs: deliveredDays * DAY_MS }),
      );
    }
    if (failedDays !== null) {
      const keptMs = failedDays * DAY_MS;
      await pruneAll(prune(connection, { statuses: ['failed', 'cancelled'], keptMs }));
    }
    if (skippedDays !== null) {
      await pruneAll(prune(connection, { statuses: ['skipped'], keptMs: skippedDays * DAY_MS }));
    }
    if (payloadDays !== null) {
      await pruneAll(prunePayloads(connection, { keptMs: payloadDays * DAY_MS, lookBackMs }));
      // Older payloads have just been pruned.
      if (!stopped) lookBackMs = DAY_MS;
    }
  }

  async function pruneAll(batches: AsyncIterable<number>): Promise<void> {
    for await (const size of batches) {
      if (stopped) return;
      if (size > 0) await sleep(PAUSE_MS);
    }
  }

  return {
    start() {
      stopped = false;
      timer = setInterval(() => {
        running = running.then(pruneNow).catch((error: unknown) => {
          log.error(`Old deliveries could not be pruned: ${String(error)}`);
        });
      }, EVERY_MS);
      // Strapi's command line also boots plugins, and the timer must not keep it running.
      timer.unref();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
    pruneNow,
  };
}
