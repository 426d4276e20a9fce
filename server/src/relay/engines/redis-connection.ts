import { setTimeout as sleep } from 'node:timers/promises';

import type { Redis, RedisOptions } from 'ioredis';

/** How long a boot waits for Redis, in milliseconds. */
const BOOT_WAIT_MS = 5_000;
const MOST_BETWEEN_TRIES_MS = 1_000;
const LONGEST_GOODBYE_MS = 250;

const LONGEST_COMMAND_MS = 1_000;

/** Of a connection for what editors and claims wait for, until it is told to hurry. */
export const FOR_WAITERS: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: BOOT_WAIT_MS,
};

/** Booted: from now on what is asked of Redis fails soon rather than late. */
export function hurry({ options }: Redis): void {
  options.commandTimeout = LONGEST_COMMAND_MS;
}

/** Of a connection that only waits: BullMQ wants its commands to outlast an absence of Redis. */
export const PATIENT: RedisOptions = { maxRetriesPerRequest: null };

export type Packages = Awaited<ReturnType<typeof loadPackages>>;

/** The optional packages, loaded by the engine that needs them and by no other. */
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
  /** Once it is aborted, a connection that is lost stays so: what waits in it fails. */
  ending: AbortSignal;
}

/** Connects, or rejects within five seconds with the remedy. Afterwards it reconnects by itself. */
export async function connect(
  Client: typeof Redis,
  { url, options, ending }: Connecting,
): Promise<Redis> {
  const client = new Client(url, {
    ...options,
    lazyConnect: true,
    connectTimeout: BOOT_WAIT_MS,
    disconnectTimeout: LONGEST_GOODBYE_MS,
    retryStrategy: (tries) => (ending.aborted ? null : Math.min(tries * 50, MOST_BETWEEN_TRIES_MS)),
  });
  let lastError = 'no answer';
  // Also for later: an `error` event without a listener would end the process.
  client.on('error', ({ message }: Error) => (lastError = message));
  if (await isReadyWithin(client, BOOT_WAIT_MS)) return client;

  client.disconnect();
  throw unreachable(url, lastError);
}

/** Waits for BullMQ's own connections: one that is lost while it begins is never used again. */
export async function isReady(
  part: { waitUntilReady: () => Promise<unknown> },
  url: string,
): Promise<void> {
  const late = sleep(BOOT_WAIT_MS, 'no answer', { ref: false });
  const failure = await Promise.race([part.waitUntilReady().then(() => null, String), late]);
  if (failure !== null) throw unreachable(url, failure);
}

function unreachable(url: string, reason: string): Error {
  return new Error(
    `Document Webhooks: Redis at ${redisHostOf(url)} cannot be reached (${reason}). Start it, mend redis.url in config/plugins of your app, or set engine: "database".`,
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

/** Without the password. */
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
    // Rejects when the first try fails: it goes on trying.
    client.connect().catch(() => undefined);
  });
}
