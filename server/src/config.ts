import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { CUSTOM_EVENT_RULE, isCustomEvent } from './contracts/events';
import { parseHostPattern } from './network/network-rule';
import { networkSchema } from './network/network-schema';
import { readTlsIdentities, type TlsEntry, type TlsIdentity } from './network/tls-identity';
import { PLUGIN_ID } from './plugin-id';

/** Milliseconds that a lease must outlast the longest request, so that its result can be settled. */
export const LEASE_MARGIN_MS = 5_000;

/** Default of a webhook's `concurrency`. */
export const DEFAULT_CONCURRENCY = 16;

/** Rows over 4 MiB need a larger `max_allowed_packet` than MariaDB's default of 16 MiB. */
const MOST_BYTES = 104_857_600;

/** Name of an environment variable. */
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
  /** Maximum requests in flight from this instance. */
  concurrency: z.int().min(1).max(10_000).default(64),
  /** Maximum deliveries that one transaction claims. One transaction settles half as many. */
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
  /** Bytes of a response that are stored in the log. */
  maxResponseBytes: z.int().min(0).max(1_048_576).default(65_536),
  /** Maximum bytes of a body. Larger bodies are not sent. */
  maxPayloadBytes: z.int().min(1).max(MOST_BYTES).default(1_048_576),
  /** Maximum bytes of the captured document that is stored until its body is rendered. */
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
  /** Null for a bare name, whose value can be sent to any host. */
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
  /** Maximum milliseconds for one condition in a save. */
  timeoutMs: z.int().min(1).max(10_000).default(100),
  /** Maximum milliseconds for all conditions of one save. The relay evaluates the others. */
  saveBudgetMs: z.int().min(0).max(60_000).default(250),
  /**
   * Maximum milliseconds for all expressions of one delivery or preview. They run in worker threads, one
   * per webhook, so no save waits for them. A long article needs a second on a busy machine.
   */
  renderBudgetMs: z.int().min(1).max(60_000).default(10_000),
  /** Maximum milliseconds for all expressions of one dry run. */
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
  /** Consecutive failures after which a webhook's queue is put on hold. */
  failures: z.int().min(1).max(1_000).default(10),
  /** Time on hold before one probe is sent. */
  openMs: z.int().min(100).max(86_400_000).default(30_000),
  /** Hours of unbroken failure after which a webhook is paused. */
  pauseAfterHours: z.number().positive().max(8_760).default(120),
});

const days = z.number().positive().max(36_500).nullable();

const retentionSchema = z.strictObject({
  /** Days that a delivered delivery stays in the log. Null keeps it forever. */
  deliveredDays: days.default(14),
  /** Days that a failed or cancelled delivery stays in the log. */
  failedDays: days.default(90),
  /** Days that a skipped delivery stays in the log. */
  skippedDays: days.default(3),
  /** Days after which bodies are deleted before their rows. Null for never. */
  payloadDays: days.default(null),
});

const limitsSchema = z.strictObject({
  /** Maximum webhooks that watch one content type. Disabled webhooks do not count. */
  webhooksPerType: z.int().min(1).max(100_000).default(2_000),
  /** Number of pending deliveries of one webhook at which the log warns. */
  pendingPerWebhook: z.int().min(1).max(10_000_000).default(100_000),
});

const redisSchema = z.strictObject({
  url: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// address' }),
  /** Prefix of all keys. Apps and environments that share a Redis each need their own. */
  prefix: z.string().min(1).max(100).optional(),
});

/**
 * The plugin's configuration; docs/configuration.md explains each key. The defaults are in this schema
 * and not in Strapi's `config.default`, which merges arrays: `retryDelays: []` would not be empty there.
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
    /** Webhooks declared in code. They are validated at boot, when content types are known. */
    webhooks: z.array(z.record(z.string(), z.unknown())).default([]),
    /** Names of custom events that the admin panel offers. */
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
  /** Can contain a password. */
  proxy?: string | undefined;
  /** The first entry that matches a host is used. Entries contain private keys. */
  tls: readonly TlsIdentity[];
}

export type PluginConfig = Omit<z.infer<typeof configSchema>, 'redis' | 'network'> & {
  redis: RedisConfig | undefined;
  network: NetworkConfig;
};

/** Addresses that are allowed in development, where the receiver is on the same machine. */
export const LOOPBACK: readonly string[] = ['127.0.0.0/8', '::1/128'];

export const config = {
  default: {},
  /** Throws one error that names each invalid key, which stops the boot. */
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

/** Other environments, such as `staging`, can be public: loopback stays blocked there. */
function defaultAllow(strapi: Core.Strapi): readonly string[] {
  const environment: unknown = strapi.config.get('environment');
  return environment === 'development' || environment === 'test' ? LOOPBACK : [];
}

/** The project's uuid in its package.json separates apps that share a Redis. */
function defaultPrefix(strapi: Core.Strapi): string {
  const uuid: unknown = strapi.config.get('uuid');
  return typeof uuid === 'string' && uuid !== '' ? `${PLUGIN_ID}-${uuid}` : PLUGIN_ID;
}
