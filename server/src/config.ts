import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { CUSTOM_EVENT_RULE, isCustomEvent } from './contracts/events';
import { parseHostPattern } from './network/network-rule';
import { networkSchema } from './network/network-schema';
import { readTlsIdentities, type TlsEntry, type TlsIdentity } from './network/tls-identity';
import { PLUGIN_ID } from './plugin-id';

/** Milliseconds a lease must outlast the longest request: to settle what came back last. */
export const LEASE_MARGIN_MS = 5_000;

/** Most requests in flight to a webhook that sets none. */
export const DEFAULT_CONCURRENCY = 16;

/** More than 4 MiB in one row takes a larger `max_allowed_packet` than MariaDB's 16 MiB. */
const MOST_BYTES = 104_857_600;

/** Of an environment variable that expressions may read. */
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Seconds before each automatic retry: ten attempts over about 75 hours. */
const RETRY_DELAYS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

const delaySchema = z.number('A delay is a number of seconds').min(0).max(2_592_000);
export const retryDelaysSchema = z
  .array(delaySchema, 'Give a list of numbers of seconds, such as 5, 300, 1800')
  .max(50, 'At most 50 delays');
const TIMEOUT = 'Give a whole number of milliseconds from 100 to 60000';
export const timeoutMsSchema = z.int(TIMEOUT).min(100, TIMEOUT).max(60_000, TIMEOUT);

const relaySchema = z.strictObject({
  /** Whether this instance sends at all. */
  enabled: z.boolean().default(true),
  /** Most requests in flight from this instance. */
  concurrency: z.int().min(1).max(10_000).default(64),
  /** Most deliveries claimed in one transaction; half as many are settled in one. */
  batchSize: z.int().min(1).max(500).default(200),
  pollIntervalMs: z.int().min(10).max(60_000).default(1_000),
  /** How long a claimed delivery belongs to the instance that claimed it. */
  leaseMs: z.int().min(1_000).max(3_600_000).default(90_000),
  /** How long a stop waits for requests in flight. */
  drainOnStopMs: z.int().min(0).max(300_000).default(10_000),
});

const deliverySchema = z.strictObject({
  /** Default of a webhook that sets none. */
  timeoutMs: timeoutMsSchema.default(15_000),
  /** Default of a webhook that sets none. */
  retryDelays: retryDelaysSchema.default(RETRY_DELAYS),
  /** Bytes of a response that the log keeps. */
  maxResponseBytes: z.int().min(0).max(1_048_576).default(65_536),
  /** Bytes of a body; a larger one is not sent. */
  maxPayloadBytes: z.int().min(1).max(MOST_BYTES).default(1_048_576),
  /** Bytes of what is kept of a document until its body is rendered. */
  maxSnapshotBytes: z.int().min(1).max(MOST_BYTES).default(4_194_304),
});

/** A host of `{ name, hosts }`, as a URL has it: lower case, international names in ASCII. */
const hostSchema = z.string().transform((text, context) => {
  const host = parseHostPattern(text);
  if (host !== null) return host;
  const message = 'must be a host such as crm.example.com or *.example.com, without a port';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const environmentVariableSchema = z.strictObject({
  name: z
    .string('must be a name, or { name, hosts }')
    .regex(ENV_NAME, 'must be a name such as API_BASE'),
  /** Null for a bare name, whose value may go to any host. */
  hosts: z
    .array(
      hostSchema,
      'must be a list of hosts such as crm.example.com; for any host, give the bare name',
    )
    .min(1, 'must name a host')
    .nullable(),
});

function withName(entry: unknown): unknown {
  return typeof entry === 'string' ? { name: entry, hosts: null } : entry;
}

const expressionsSchema = z.strictObject({
  /** Most milliseconds that a condition may keep a save waiting. */
  timeoutMs: z.int().min(1).max(10_000).default(100),
  /** The same of all conditions of one save together: the relay decides what is left. */
  saveBudgetMs: z.int().min(0).max(60_000).default(250),
  /**
   * Most milliseconds for all expressions of one delivery, or of one preview. They have threads of their own, of
   * which one webhook gets one: no save waits for them, and a long article needs a second on a busy machine.
   */
  renderBudgetMs: z.int().min(1).max(60_000).default(10_000),
  /** Most milliseconds for all expressions of one dry run. */
  dryRunBudgetMs: z.int().min(1).max(600_000).default(10_000),
  /** The environment variables that `$env` may read: a name, or `{ name, hosts }`. */
  env: z
    .array(z.preprocess(withName, environmentVariableSchema))
    .superRefine((env, context) => {
      const names = env.map(({ name }) => name);
      const twice = names.findIndex((name, index) => names.indexOf(name) < index);
      if (twice < 0) return;
      context.addIssue({ code: 'custom', path: [twice], message: 'names a variable twice' });
    })
    .default([]),
});

const breakerSchema = z.strictObject({
  /** Consecutive failures after which a webhook's queue is held. */
  failures: z.int().min(1).max(1_000).default(10),
  /** How long it is held before one probe is sent. */
  openMs: z.int().min(100).max(86_400_000).default(30_000),
  /** Hours of unbroken failure after which a webhook is paused. */
  pauseAfterHours: z.number().positive().max(8_760).default(120),
});

const days = z.number().positive().max(36_500).nullable();

const retentionSchema = z.strictObject({
  /** Days that a delivery stays in the log after it settled; null keeps it for good. */
  deliveredDays: days.default(14),
  /** Of cancelled ones too. */
  failedDays: days.default(90),
  /** Days that what the filter kept out stays in the log. */
  skippedDays: days.default(3),
  /** Days after which bodies are dropped, where that is sooner than their rows; null for never. */
  payloadDays: days.default(null),
});

const limitsSchema = z.strictObject({
  /** Most webhooks that watch one content type; disabled ones do not count. */
  webhooksPerType: z.int().min(1).max(100_000).default(2_000),
  /** Deliveries that wait for one webhook from which on the log warns. */
  pendingPerWebhook: z.int().min(1).max(10_000_000).default(100_000),
});

const redisSchema = z.strictObject({
  url: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// address' }),
  /** Begins the names of all keys: apps and environments that share a Redis need one each. */
  prefix: z.string().min(1).max(100).optional(),
});

/**
 * Section 6 of the published interface. The defaults live in the schema and not in Strapi's
 * `config.default`, which merges arrays: a `retryDelays: []` there would never be empty.
 */
const configSchema = z
  .strictObject({
    engine: z.enum(['database', 'bullmq']).default('database'),
    redis: redisSchema.optional(),
    relay: relaySchema.prefault({}),
    delivery: deliverySchema.prefault({}),
    network: networkSchema.prefault({}),
    expressions: expressionsSchema.prefault({}),
    breaker: breakerSchema.prefault({}),
    retention: retentionSchema.prefault({}),
    limits: limitsSchema.prefault({}),
    /** Webhooks declared in code; the schema of webhooks checks them at boot, when content types are known. */
    webhooks: z.array(z.record(z.string(), z.unknown())).default([]),
    /** Names of custom events, for the admin panel to offer. */
    events: z.array(z.string().refine(isCustomEvent, CUSTOM_EVENT_RULE)).default([]),
  })
  .refine(({ relay, delivery }) => relay.leaseMs >= delivery.timeoutMs + LEASE_MARGIN_MS, {
    path: ['relay', 'leaseMs'],
    message: `must be at least delivery.timeoutMs + ${String(LEASE_MARGIN_MS)}, or a lease would run out during a request`,
  })
  .refine(({ engine, redis }) => engine === 'database' || redis !== undefined, {
    path: ['redis'],
    message: 'is required with engine "bullmq": { url: "redis://host:6379" }',
  });

export interface RedisConfig {
  url: string;
  prefix: string;
}

export interface NetworkConfig {
  allow: readonly string[];
  deny: readonly string[];
  dynamicHosts: boolean;
  /** May hold a password. */
  proxy?: string | undefined;
  /** The first that is for a host counts. Hold private keys. */
  tls: readonly TlsIdentity[];
}

export type PluginConfig = Omit<z.infer<typeof configSchema>, 'redis' | 'network'> & {
  redis: RedisConfig | undefined;
  network: NetworkConfig;
};

/** What may be called in development, where the receiver is on the same machine. */
export const LOOPBACK: readonly string[] = ['127.0.0.0/8', '::1/128'];

export const config = {
  default: {},
  /** Stops the boot with one message that names each bad key. */
  validator(value: unknown): void {
    const { error } = configSchema.safeParse(value);
    if (!error) return;
    const problems = error.issues.map(({ path, message }) => `"${path.join('.')}": ${message}`);
    throw new Error(`${problems.join('; ')}. Fix config/plugins.`);
  },
};

export function readConfig(strapi: Core.Strapi): PluginConfig {
  const parsed = configSchema.parse(strapi.config.get(`plugin::${PLUGIN_ID}`));
  const { redis, network, ...rest } = parsed;
  return {
    ...rest,
    redis: redis && { url: redis.url, prefix: redis.prefix ?? defaultPrefix(strapi) },
    network: {
      ...network,
      allow: network.allow ?? defaultAllow(strapi),
      tls: tlsIdentities(strapi, network.tls),
    },
  };
}

function tlsIdentities(strapi: Core.Strapi, entries: readonly TlsEntry[]): TlsIdentity[] {
  if (entries.length === 0) return [];
  try {
    return readTlsIdentities(entries, strapi.dirs.app.root);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`Error regarding ${PLUGIN_ID} config: ${message}. Fix config/plugins.`);
  }
}

/** An environment of any other name, `staging` say, may be reached from outside: nothing is open there. */
function defaultAllow(strapi: Core.Strapi): readonly string[] {
  const environment: unknown = strapi.config.get('environment');
  return environment === 'development' || environment === 'test' ? LOOPBACK : [];
}

/** Strapi gives each project a uuid, in its package.json: apps that share a Redis do not meet. */
function defaultPrefix(strapi: Core.Strapi): string {
  const uuid: unknown = strapi.config.get('uuid');
  return typeof uuid === 'string' && uuid !== '' ? `${PLUGIN_ID}-${uuid}` : PLUGIN_ID;
}
