import { setTimeout as sleep } from 'node:timers/promises';

import type { Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';

import { QUEUE_NAME, type Wakeup } from './wakeup-queue';
import { connect, disconnect, isReady, PATIENT, type Packages } from './redis-connection';

export interface WakeupConsumerParts {
  packages: Packages;
  url: string;
  prefix: string;
  ending: AbortSignal;
  retryMs: number;
  onAnnounced: (job: Job<Wakeup>) => Promise<void>;
  onError: (error: Error) => void;
}

export interface WakeupConsumer {
  /** Takes no more, and waits so many milliseconds for what it has taken. */
  stop(graceMs: number): Promise<void>;
}

/** Takes announcements from the queue, one at a time: an instance that is busy leaves them to others. */
export async function startWakeupConsumer(parts: WakeupConsumerParts): Promise<WakeupConsumer> {
  const { packages, url, prefix, ending, retryMs } = parts;
  const redis = await connect(packages.Redis, { url, options: PATIENT, ending });
  const worker = new packages.Worker<Wakeup>(QUEUE_NAME, parts.onAnnounced, {
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

/** BullMQ would wait for ever for a connection that it cuts between two tries. */
async function close(worker: Worker<Wakeup>, redis: Redis): Promise<void> {
  const blocking = await worker.getBackend().blockingClient;
  for (const client of [redis, blocking]) {
    while (client && client.status !== 'ready' && client.status !== 'end') await sleep(CHECK_MS);
  }
  await worker.close();
}
