import { setTimeout as sleep } from 'node:timers/promises';

import type { Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';

import { QUEUE_NAME, type Announcement } from './wakeup-queue';
import { connect, hangUp, isReady, PATIENT, type Packages } from './redis-connection';

export interface WorkerParts {
  packages: Packages;
  url: string;
  prefix: string;
  ending: AbortSignal;
  retryMs: number;
  onAnnounced: (job: Job<Announcement>) => Promise<void>;
  onError: (error: Error) => void;
}

export interface AnnouncementWorker {
  /** Takes no more, and waits so many milliseconds for what it has taken. */
  stop(graceMs: number): Promise<void>;
}

/** Takes announcements from the queue, one at a time: an instance that is busy leaves them to others. */
export async function startWorker(parts: WorkerParts): Promise<AnnouncementWorker> {
  const { packages, url, prefix, ending, retryMs } = parts;
  const redis = await connect(packages.Redis, { url, options: PATIENT, ending });
  const worker = new packages.Worker<Announcement>(QUEUE_NAME, parts.onAnnounced, {
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
    await hangUp(redis);
    throw error;
  }
  return {
    async stop(graceMs) {
      const late = sleep(graceMs, undefined, { ref: false });
      await Promise.race([close(worker, redis), late]);
      await hangUp(redis);
    },
  };
}

const CHECK_MS = 10;

/** BullMQ would wait for ever for a connection that it cuts between two tries. */
async function close(worker: Worker<Announcement>, redis: Redis): Promise<void> {
  const blocking = await worker.getBackend().blockingClient;
  for (const client of [redis, blocking]) {
    while (client && client.status !== 'ready' && client.status !== 'end') await sleep(CHECK_MS);
  }
  await worker.close();
}
