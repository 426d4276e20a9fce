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
  COMMAND_OPTIONS,
  disconnect,
  redisHostOf,
  useShortTimeout,
  isReady,
  loadPackages,
} from './redis-connection';
import { reserveRedisPermits } from './redis-rate-limit';
import { startWakeupConsumer, type WakeupConsumer } from './wakeup-consumer';

/** Every Nth maintenance also polls without a wake-up, to recover lost notifications. */
const MAINTAINS_PER_POLL = 5;

interface Link {
  redis: Redis;
  queue: WakeupQueue;
}

interface Consuming {
  worker: WakeupConsumer;
  timer: NodeJS.Timeout;
}

/**
 * Instances notify each other of due deliveries through a queue in Redis, and poll when notified. An
 * instance whose relay is disabled only sends notifications. Without Redis, each instance polls like the
 * database engine.
 */
export function createBullmqEngine(parts: EngineParts, { url, prefix }: RedisConfig): Engine {
  const { config, pollSoon, log } = parts;
  const { enabled, pollIntervalMs, drainOnStopMs } = config.relay;
  let link: Link | undefined;
  let consuming: Consuming | undefined;
  let ending = new AbortController();
  /** Keys of delayed wake-ups that are being sent to Redis. */
  const scheduled = new Set<string>();

  const isConnected = (): boolean => link?.redis.status === 'ready';

  function notify(webhookId: string | null): void {
    if (!link) return;
    enqueueWakeup(link.queue, webhookId).catch(() => {
      if (consuming) pollSoon();
    });
  }

  function wakeIn(webhookId: string, delayMs: number): void {
    if (!link || !isConnected()) return;
    const at = pollTime(delayMs, Date.now());
    const key = `${webhookId}@${at}`;
    if (scheduled.has(key)) return;
    scheduled.add(key);
    // A lost wake-up is recovered by the next poll without one.
    wakeupAt(link.queue, webhookId, at)
      .catch(() => undefined)
      .finally(() => scheduled.delete(key));
  }

  async function onWakeup(job: Job<Wakeup>): Promise<void> {
    if (ending.signal.aborted) return;
    await job.removeDeduplicationKey();
    const { webhookId } = job.data;
    const { claimed, more, due } = await parts.poll(webhookId === null ? undefined : [webhookId]);
    // Sent before this job ends, so that an idle instance can take the next one.
    if (more && claimed > 0) notify(webhookId);
    // A rate limit, an earlier delivery on another instance, or full slots delay the rest.
    if (due && webhookId !== null) wakeIn(webhookId, pollIntervalMs);
  }

  function logConnection(redis: Redis): void {
    let isDown = false;
    redis.on('close', () => {
      if (isDown || !link) return;
      isDown = true;
      const meanwhile = enabled
        ? `this instance polls for due deliveries every ${pollIntervalMs} ms`
        : 'deliveries of this instance wait until another instance polls';
      log.warn(`Redis at ${redisHostOf(url)} is unavailable. Until it is back, ${meanwhile}.`);
    });
    redis.on('ready', () => {
      if (isDown) log.warn(`Redis at ${redisHostOf(url)} is back.`);
      isDown = false;
    });
  }

  function startMaintenance(): NodeJS.Timeout {
    let polls = 0;
    const timer = setInterval(() => {
      polls += 1;
      const pollsAnyway = !isConnected() || polls % MAINTAINS_PER_POLL === 0;
      void parts.maintain(pollsAnyway ? 'always' : 'if-any');
    }, pollIntervalMs);
    // Strapi's command line also boots plugins, and the timer must not keep it running.
    timer.unref();
    void parts.maintain('always');
    return timer;
  }

  return {
    async start() {
      ending = new AbortController();
      const packages = await loadPackages();
      const { signal } = ending;
      const redis = await connect(packages.Redis, {
        url,
        options: COMMAND_OPTIONS,
        ending: signal,
      });
      const queue = new packages.Queue<Wakeup>(QUEUE_NAME, {
        connection: redis,
        prefix,
        defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
        streams: { events: { maxLen: 100 } },
      });
      queue.on('error', () => undefined);
      await isReady(queue, url);
      useShortTimeout(redis);
      link = { redis, queue };
      logConnection(redis);
      if (!enabled) return;

      const worker = await startWakeupConsumer({
        packages,
        url,
        prefix,
        ending: signal,
        retryMs: pollIntervalMs,
        onWakeup,
        onError({ message }) {
          if (isConnected()) log.warn(`A wake-up from Redis failed: ${message}`);
        },
      });
      consuming = { worker, timer: startMaintenance() };
    },
    async pause() {
      ending.abort();
      if (!consuming) return;
      const { worker, timer } = consuming;
      consuming = undefined;
      clearInterval(timer);
      await worker.stop(drainOnStopMs);
    },
    async close() {
      if (!link) return;
      const { redis, queue } = link;
      link = undefined;
      // Wake the other instances for the deliveries that this instance requeued.
      await enqueueWakeup(queue, null).catch(() => undefined);
      await queue.close().catch(() => undefined);
      await disconnect(redis);
    },
    wake(webhookIds) {
      if (webhookIds) webhookIds.forEach(notify);
      else notify(null);
    },
    wakeIn,
    async reservePermits(transaction, request) {
      if (!link || !isConnected()) return reservePermits(transaction, request);
      return reserveRedisPermits(link.redis, prefix, request).catch(() =>
        reservePermits(transaction, request),
      );
    },
  };
}
