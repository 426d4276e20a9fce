import { setTimeout as sleep } from 'node:timers/promises';

import type { Redis, RedisOptions } from 'ioredis';

/** Milliseconds that a boot waits for Redis. */
const BOOT_WAIT_MS = 5_000;
const MAX_RECONNECT_DELAY_MS = 1_000;
const DISCONNECT_TIMEOUT_MS = 250;

const COMMAND_TIMEOUT_MS = 1_000;

/** Options of a connection for which editors and claims wait. */
export const COMMAND_OPTIONS: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: BOOT_WAIT_MS,
};

/** After the boot, commands fail after a short timeout. */
export function useShortTimeout({ options }: Redis): void {
  options.commandTimeout = COMMAND_TIMEOUT_MS;
}

/**
 * Options of a blocking connection. BullMQ requires that its commands survive a loss of the connection.
 */
export const BLOCKING_OPTIONS: RedisOptions = { maxRetriesPerRequest: null };

export type Packages = Awaited<ReturnType<typeof loadPackages>>;

/** Loads the optional packages, only for the engine that needs them. */
export async function loadPackages() {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { Queue: bullmq.Queue, Worker: bullmq.Worker, Redis: ioredis.Redis };
  } catch (error) {
    throw new Error(
      `Document Webhooks: engine "bullmq" needs the packages bullmq and ioredis. Install them in your app (npm install bullmq ioredis), or set engine: "database". ${String(error)}`,
    );
  }
}

export interface Connecting {
  url: string;
  options: RedisOptions;
  /** After the abort, a lost connection is not opened again and its pending commands fail. */
  ending: AbortSignal;
}

/**
 * Connects, or rejects after five seconds with a message that says what to do. Reconnects by itself
 * afterwards.
 */
export async function connect(
  Client: typeof Redis,
  { url, options, ending }: Connecting,
): Promise<Redis> {
  const client = new Client(url, {
    ...options,
    lazyConnect: true,
    connectTimeout: BOOT_WAIT_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    retryStrategy: (tries) =>
      ending.aborted ? null : Math.min(tries * 50, MAX_RECONNECT_DELAY_MS),
  });
  let lastError = 'no response';
  // Needed for the whole lifetime: an `error` event without a listener ends the process.
  client.on('error', ({ message }: Error) => (lastError = message));
  if (await isReadyWithin(client, BOOT_WAIT_MS)) return client;

  client.disconnect();
  throw unreachable(url, lastError);
}

/**
 * Waits for BullMQ's own connections. A connection that is lost while it opens is never used again.
 */
export async function isReady(
  part: { waitUntilReady: () => Promise<unknown> },
  url: string,
): Promise<void> {
  const late = sleep(BOOT_WAIT_MS, 'no response', { ref: false });
  const failure = await Promise.race([part.waitUntilReady().then(() => null, String), late]);
  if (failure !== null) throw unreachable(url, failure);
}

function unreachable(url: string, reason: string): Error {
  return new Error(
    `Document Webhooks: Redis at ${redisHostOf(url)} cannot be reached (${reason}). Start it, fix redis.url in your app's config/plugins, or set engine: "database".`,
  );
}

export async function disconnect(client: Redis): Promise<void> {
  if (client.status !== 'ready') {
    client.disconnect();
    return;
  }
  await client.quit().catch(() => {
    client.disconnect();
  });
}

/** The host and port of a URL, without the password. */
export function redisHostOf(url: string): string {
  return new URL(url).host;
}

function isReadyWithin(client: Redis, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, false);
    client.once('ready', () => {
      clearTimeout(timer);
      resolve(true);
    });
    // Rejects if the first try fails, but retries continue.
    client.connect().catch(() => undefined);
  });
}
