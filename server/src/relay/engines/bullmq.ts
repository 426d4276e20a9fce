import type { Job } from 'bullmq';
import type { Redis } from 'ioredis';

import type { RedisConfig } from '../../config';
import { reservePermits } from '../../outbox/flow-control/rate-limit';
import {
  enqueueWakeup,
  wakeupAt,
  pollTime,
  QUEUE_NAME,
  type Wakeup,
  type WakeupQueue,
} from './wakeup-queue';
import type { Engine, EngineParts } from './engine';
import {
  connect,
  FOR_WAITERS,
  disconnect,
  redisHostOf,
  hurry,
  isReady,
  loadPackages,
} from './redis-connection';
import { reserveRedisPermits } from './redis-rate-limit';
import { startWakeupConsumer, type WakeupConsumer } from './wakeup-consumer';

/** So many polls go by before an instance looks unasked: what was announced in vain is found then. */
const POLLS_A_LOOK = 5;

interface Link {
  redis: Redis;
  queue: WakeupQueue;
}

interface Looking {
  worker: WakeupConsumer;
  sweeps: NodeJS.Timeout;
}

/**
 * Instances tell each other through Redis what is due, and each looks at what it is told. An instance
 * whose relay is off announces only. While Redis is away, each polls as the database engine does.
 */
export function createBullmqEngine(parts: EngineParts, { url, prefix }: RedisConfig): Engine {
  const { config, pollSoon, log } = parts;
  const { enabled, pollIntervalMs, drainOnStopMs } = config.relay;
  let link: Link | undefined;
  let looking: Looking | undefined;
  let ending = new AbortController();
  /** On their way to Redis. */
  const scheduled = new Set<string>();

  const isThere = (): boolean => link?.redis.status === 'ready';

  function tell(webhookId: string | null): void {
    if (!link) return;
    enqueueWakeup(link.queue, webhookId).catch(() => {
      if (looking) pollSoon();
    });
  }

  function wakeIn(webhookId: string, delayMs: number): void {
    if (!link || !isThere()) return;
    const at = pollTime(delayMs, Date.now());
    const key = `${webhookId}@${at}`;
    if (scheduled.has(key)) return;
    scheduled.add(key);
    // In vain: whoever looks unasked finds it.
    wakeupAt(link.queue, webhookId, at)
      .catch(() => undefined)
      .finally(() => scheduled.delete(key));
  }

  async function lookAsTold(job: Job<Wakeup>): Promise<void> {
    if (ending.signal.aborted) return;
    await job.removeDeduplicationKey();
    const { webhookId } = job.data;
    const { claimed, more, due } = await parts.poll(webhookId === null ? undefined : [webhookId]);
    // Before this job ends: an idle instance takes the next one.
    if (more && claimed > 0) tell(webhookId);
    // Held up by a rate, by a predecessor on another instance, or by want of room.
    if (due && webhookId !== null) wakeIn(webhookId, pollIntervalMs);
  }

  function watch(redis: Redis): void {
    let away = false;
    redis.on('close', () => {
      if (away || !link) return;
      away = true;
      const meanwhile = enabled
        ? `this instance looks every ${pollIntervalMs} ms for what is due itself`
        : 'what this instance captures waits for others to look';
      log.warn(`Redis at ${redisHostOf(url)} is away. Until it is back, ${meanwhile}.`);
    });
    redis.on('ready', () => {
      if (away) log.warn(`Redis at ${redisHostOf(url)} is back.`);
      away = false;
    });
  }

  function beginSweeps(): NodeJS.Timeout {
    let polls = 0;
    const timer = setInterval(() => {
      polls += 1;
      const itself = !isThere() || polls % POLLS_A_LOOK === 0;
      void parts.maintain(itself ? 'always' : 'if-any');
    }, pollIntervalMs);
    // Strapi's command line boots plugins too, and must be able to end.
    timer.unref();
    void parts.maintain('always');
    return timer;
  }

  return {
    async start() {
      ending = new AbortController();
      const packages = await loadPackages();
      const { signal } = ending;
      const redis = await connect(packages.Redis, { url, options: FOR_WAITERS, ending: signal });
      const queue = new packages.Queue<Wakeup>(QUEUE_NAME, {
        connection: redis,
        prefix,
        defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
        streams: { events: { maxLen: 100 } },
      });
      queue.on('error', () => undefined);
      await isReady(queue, url);
      hurry(redis);
      link = { redis, queue };
      watch(redis);
      if (!enabled) return;

      const worker = await startWakeupConsumer({
        packages,
        url,
        prefix,
        ending: signal,
        retryMs: pollIntervalMs,
        onAnnounced: lookAsTold,
        onError({ message }) {
          if (isThere()) log.warn(`What was announced in Redis could not be looked at: ${message}`);
        },
      });
      looking = { worker, sweeps: beginSweeps() };
    },
    async pause() {
      ending.abort();
      if (!looking) return;
      const { worker, sweeps } = looking;
      looking = undefined;
      clearInterval(sweeps);
      await worker.stop(drainOnStopMs);
    },
    async close() {
      if (!link) return;
      const { redis, queue } = link;
      link = undefined;
      // What this instance gave back waits for the others.
      await enqueueWakeup(queue, null).catch(() => undefined);
      await queue.close().catch(() => undefined);
      await disconnect(redis);
    },
    wake(webhookIds) {
      if (webhookIds) webhookIds.forEach(tell);
      else tell(null);
    },
    wakeIn,
    async reservePermits(transaction, request) {
      if (!link || !isThere()) return reservePermits(transaction, request);
      return reserveRedisPermits(link.redis, prefix, request).catch(() =>
        reservePermits(transaction, request),
      );
    },
  };
}
