import type { Core } from '@strapi/strapi';

import { config, readConfig } from '../../server/src/config';

function read(value: unknown) {
  return readConfig({ config: { get: () => value } } as unknown as Core.Strapi);
}

test('an empty configuration is the defaults', () => {
  expect(() => {
    config.validator({});
  }).not.toThrow();
  expect(read({})).toEqual({
    engine: 'database',
    relay: {
      enabled: true,
      concurrency: 64,
      batchSize: 200,
      pollIntervalMs: 1_000,
      leaseMs: 90_000,
      drainOnStopMs: 10_000,
    },
    delivery: {
      timeoutMs: 15_000,
      retryDelays: [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400],
      maxResponseBytes: 65_536,
      maxPayloadBytes: 1_048_576,
      maxSnapshotBytes: 4_194_304,
    },
    network: { allow: [], deny: [], dynamicHosts: false, tls: [] },
    expressions: {
      timeoutMs: 100,
      saveBudgetMs: 250,
      renderBudgetMs: 10_000,
      dryRunBudgetMs: 10_000,
      env: [],
    },
    breaker: { failures: 10, openMs: 30_000, pauseAfterHours: 120 },
    retention: { deliveredDays: 14, failedDays: 90, skippedDays: 3, payloadDays: null },
    limits: { webhooksPerType: 2_000, pendingPerWebhook: 100_000 },
    webhooks: [],
    events: [],
  });
});

test('a variable of the environment may go to any host, or to those that are named', () => {
  const hosts = ['CRM.example.com', '*.Bücher.example', '10.0.0.1', '2001:DB8::1'];

  const { expressions } = read({ expressions: { env: ['ANY', { name: 'TIED', hosts }] } });

  expect(expressions.env).toEqual([
    { name: 'ANY', hosts: null },
    {
      name: 'TIED',
      hosts: ['crm.example.com', '*.xn--bcher-kva.example', '10.0.0.1', '2001:db8::1'],
    },
  ]);
});

test.each([
  [['a-b'], '"expressions.env.0.name": must be a name such as API_BASE'],
  [[5], '"expressions.env.0"'],
  [['A', { name: 'B' }], '"expressions.env.1.hosts": must be a list of hosts'],
  [[{ name: 'B', hosts: [] }], '"expressions.env.0.hosts": must name a host'],
  [[{ name: 'B', hosts: ['a.example', 'https://b.example'] }], '"expressions.env.0.hosts.1"'],
  [[{ name: 'B', hosts: ['b.example:8443'] }], '"expressions.env.0.hosts.0": must be a host such'],
  [[{ name: 'B', hosts: ['*.*.example'] }], '"expressions.env.0.hosts.0"'],
  [[{ name: 'B', hosts: ['10.0.0.0/8'] }], '"expressions.env.0.hosts.0"'],
  [['A', { name: 'A', hosts: ['a.example'] }], '"expressions.env.1": names a variable twice'],
])('a bad entry of expressions.env is named: %j', (env, problem) => {
  expect(() => config.validator({ expressions: { env } })).toThrow(problem);
});

test('what is set stays, and an empty list of retries is empty', () => {
  const { relay, delivery } = read({ relay: { concurrency: 2 }, delivery: { retryDelays: [] } });

  expect(relay).toMatchObject({ concurrency: 2, batchSize: 200 });
  expect(delivery.retryDelays).toEqual([]);
});

test.each([
  ['relay.concurrency', { relay: { concurrency: 0 } }],
  ['relay.concurrency', { relay: { concurrency: 1.5 } }],
  ['relay.pollIntervalMs', { relay: { pollIntervalMs: '1s' } }],
  ['relay.leaseMs', { relay: { leaseMs: 19_999 } }],
  ['relay.leaseMs', { relay: { leaseMs: 60_000 }, delivery: { timeoutMs: 60_000 } }],
  ['delivery.timeoutMs', { delivery: { timeoutMs: 60_001 } }],
  ['delivery.retryDelays', { delivery: { retryDelays: 5 } }],
  ['delivery.retryDelays.0', { delivery: { retryDelays: [-1] } }],
  ['delivery.maxResponseBytes', { delivery: { maxResponseBytes: -1 } }],
  ['delivery.maxPayloadBytes', { delivery: { maxPayloadBytes: 0 } }],
  ['delivery.maxSnapshotBytes', { delivery: { maxSnapshotBytes: 1.5 } }],
  ['limits.webhooksPerType', { limits: { webhooksPerType: 0 } }],
  ['limits.pendingPerWebhook', { limits: { pendingPerWebhook: null } }],
  ['limits', { limits: { snapshots: 1 } }],
  ['network.allow.1', { network: { allow: ['10.0.0.0/8', '10.0.0.0/33'] } }],
  ['network.allow.0', { network: { allow: ['10.0.0'] } }],
  ['network.allow.0', { network: { allow: ['https://example.com'] } }],
  ['network.allow.0', { network: { allow: ['example.com:80'] } }],
  ['network.allow.0', { network: { allow: ['*'] } }],
  ['network.allow.0', { network: { allow: [''] } }],
  ['network.allow.0', { network: { allow: ['[::1]'] } }],
  ['network.allow.0', { network: { allow: ['::1%lo/128'] } }],
  ['network.allow', { network: { allow: '10.0.0.0/8' } }],
  ['network.deny.0', { network: { deny: ['fe80::/129'] } }],
  ['network.deny.0', { network: { deny: ['10.0.0.0/8/8'] } }],
  ['network.proxy', { network: { proxy: 'socks5://127.0.0.1:1080' } }],
  ['network.proxy', { network: { proxy: '127.0.0.1:3128' } }],
  ['engine', { engine: 'redis' }],
  ['redis', { engine: 'bullmq' }],
  ['redis.url', { engine: 'bullmq', redis: {} }],
  ['redis.url', { engine: 'bullmq', redis: { url: 'http://127.0.0.1:6379' } }],
  ['redis.prefix', { engine: 'bullmq', redis: { url: 'redis://127.0.0.1', prefix: '' } }],
  ['redis', { engine: 'bullmq', redis: { url: 'redis://127.0.0.1', host: '127.0.0.1' } }],
])('a bad %s is named', (key, value) => {
  expect(() => {
    config.validator(value);
  }).toThrow(`"${key}"`);
});

test.each([{ relays: {} }, { relay: { concurency: 1 } }])(
  'an unknown key is named: %j',
  (value) => {
    expect(() => {
      config.validator(value);
    }).toThrow(/relays|concurency/);
  },
);

test.each([
  ['document-webhooks', undefined, undefined],
  ['document-webhooks-7c1b', '7c1b', undefined],
  ['mine', '7c1b', 'mine'],
])('keys in Redis begin with %s', (prefix, uuid, own) => {
  const url = 'redis://127.0.0.1';
  const values = {
    uuid,
    'plugin::document-webhooks': { redis: own ? { url, prefix: own } : { url } },
  };
  const get = (key: keyof typeof values) => values[key];

  const { redis } = readConfig({ config: { get } } as unknown as Core.Strapi);

  expect(redis).toEqual({ url, prefix });
});

test('several bad keys are all named', () => {
  expect(() => {
    config.validator({ relay: { concurrency: 0 }, delivery: { timeoutMs: 1 } });
  }).toThrow(/"relay\.concurrency".*"delivery\.timeoutMs"/);
});

test('a bad proxy is not repeated, for it may hold a password', () => {
  expect(() => {
    config.validator({ network: { proxy: 'socks5://user:hunter2@127.0.0.1' } });
  }).toThrow(/^(?!.*hunter2)/s);
});

test.each([
  ['development', ['127.0.0.0/8', '::1/128']],
  ['test', ['127.0.0.0/8', '::1/128']],
  ['production', []],
  ['staging', []],
  [undefined, []],
])('in %s webhooks may call %j', (environment, allow) => {
  const readIn = (network: object) => {
    const values: Record<string, unknown> = {
      environment,
      'plugin::document-webhooks': { network },
    };
    const get = (key: string) => values[key];
    return readConfig({ config: { get } } as unknown as Core.Strapi).network.allow;
  };

  expect(readIn({})).toEqual(allow);
  expect(readIn({ allow: [] })).toEqual([]);
  expect(readIn({ allow: ['10.0.0.0/8', 'Hooks.internal'] })).toEqual([
    '10.0.0.0/8',
    'Hooks.internal',
  ]);
});
