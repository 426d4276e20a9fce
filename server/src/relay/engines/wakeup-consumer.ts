import { setTimeout as sleep } from 'node:timers/promises';

import type { Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';

import { QUEUE_NAME, type Wakeup } from './wakeup-queue';
import { connect, disconnect, isReady, BLOCKING_OPTIONS, type Packages } from './redis-connection';

export interface WakeupConsumerParts {
  packages: Packages;
  url: string;
  prefix: string;
  ending: AbortSignal;
  retryMs: number;
  onWakeup: (job: Job<Wakeup>) => Promise<void>;
  onError: (error: Error) => void;
}

export interface WakeupConsumer {
  /** Stops consuming, and waits up to `graceMs` for the job in progress. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Consumes wake-ups from the queue, one at a time, so that a busy instance leaves them to others.
 */
export async function startWakeupConsumer(parts: WakeupConsumerParts): Promise<WakeupConsumer> {
  const { packages, url, prefix, ending, retryMs } = parts;
  const redis = await connect(packages.Redis, { url, options: BLOCKING_OPTIONS, ending });
  const worker = new packages.Worker<Wakeup>(QUEUE_NAME, parts.onWakeup, {
    connection: redis,
    prefix,
    runRetryDelay: retryMs,
  });
  worker.on('error', parts.onError);
  worker.on('failed', (_job, error) => {
    parts.onError(error);
  });
  try {
    await isReady(worker, url);
  } catch (error) {
    await worker.close(true);
    await disconnect(redis);
    throw error;
  }
  return {
    async stop(graceMs) {
      const late = sleep(graceMs, undefined, { ref: false });
      await Promise.race([close(worker, redis), late]);
      await disconnect(redis);
    },
  };
}

const CHECK_MS = 10;

/**
 * Waits until each connection is open or closed: BullMQ would wait for ever for a connection that it closes
 * between two tries.
 */
async function close(worker: Worker<Wakeup>, redis: Redis): Promise<void> {
  const blocking = await worker.getBackend().blockingClient;
  for (const client of [redis, blocking]) {
    while (client && client.status !== 'ready' && client.status !== 'end') await sleep(CHECK_MS);
  }
  await worker.close();
}
