import { setTimeout as sleep } from 'node:timers/promises';

import type { PluginConfig } from '../../config';
import { prune } from '../../outbox/log/prune';
import { prunePayloads } from '../../outbox/log/prune-payloads';
import type { Connection } from '../../outbox/database/tables';

export interface PrunerParts {
  connection: Connection;
  retention: PluginConfig['retention'];
  /** Deletes what else is over. */
  pruneSecrets: () => Promise<void>;
  log: { error: (message: string) => void };
}

export interface Pruner {
  start(): void;
  stop(): Promise<void>;
  /** Prunes all that is old enough. */
  pruneNow(): Promise<void>;
}

const EVERY_MS = 60_000;
/** Between two batches, for claims and editors. */
const PAUSE_MS = 50;
const DAY_MS = 86_400_000;

/** Prunes the log in the background, in small batches. */
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
      await all(prune(connection, { statuses: ['delivered'], keptMs: deliveredDays * DAY_MS }));
    }
    if (failedDays !== null) {
      const keptMs = failedDays * DAY_MS;
      await all(prune(connection, { statuses: ['failed', 'cancelled'], keptMs }));
    }
    if (skippedDays !== null) {
      await all(prune(connection, { statuses: ['skipped'], keptMs: skippedDays * DAY_MS }));
    }
    if (payloadDays !== null) {
      await all(prunePayloads(connection, { keptMs: payloadDays * DAY_MS, lookBackMs }));
      // What lies further back was seen to just now.
      if (!stopped) lookBackMs = DAY_MS;
    }
  }

  async function all(batches: AsyncIterable<number>): Promise<void> {
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
      // Strapi's command line boots plugins too, and must be able to end.
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
