import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { createStrapi, type Core } from '@strapi/strapi';

import type { Services } from '../../server/src';
import { createDatabase, type TestDatabase } from './databases';
import { documentsOf, type Documents } from './documents';
import { configUnderTest } from './engine';

const PLAYGROUND = path.resolve(__dirname, '../../playground');
/** The package that `npm run build` made, with `TEST_PLUGIN=built` (`npm run test:built`); else the sources. */
const PLUGIN_ROOT =
  process.env['TEST_PLUGIN'] === 'built'
    ? path.resolve(__dirname, '../..')
    : path.join(__dirname, 'plugin-from-source');
/** For expressions, where their time is not what a test is about: a machine may be busy. */
const UNHURRIED = { timeoutMs: 5_000, saveBudgetMs: 20_000, renderBudgetMs: 20_000 };
/** How long what goes on is waited for at the end. */
const IDLE_MS = 5_000;

export interface BootOptions {
  /** The plugin's configuration. The relay looks every 50 ms unless told otherwise. */
  config?: Record<string, unknown>;
  env?: Record<string, string>;
  /** The database of an earlier boot, which stays. Default: one of its own. */
  database?: TestDatabase;
  /** What an app would do in its own `register`: before any plugin's bootstrap. */
  register?: (strapi: Core.Strapi) => void;
}

/** The playground, booted on a database of its own. */
export interface App {
  strapi: Core.Strapi;
  documents(uid: string): Documents;
  service<Name extends keyof Services>(name: Name): Services[Name];
  /** Fills the database with the playground's sample content. */
  seed(): Promise<void>;
  stop(): Promise<void>;
}

export async function bootStrapi(options: BootOptions = {}): Promise<App> {
  const database = options.database ?? (await createTestDatabase());
  const drop = async (): Promise<void> => {
    if (!options.database) await database.drop();
  };
  try {
    const env = { ...database.environment, ...options.env };
    const config = { ...configUnderTest(), ...options.config };
    const { strapi, stop } = await boot({ ...options, env, config });
    let stopped: Promise<void> | undefined;
    return {
      strapi,
      documents: (uid) => documentsOf(strapi, uid),
      service: (name) => strapi.plugin('document-webhooks').service(name),
      seed: () => seed(strapi),
      stop: () => (stopped ??= stop().then(drop)),
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(bootOnce);
}

/** Leaves a database as an app's first boot makes it. */
async function bootOnce(env: Record<string, string>): Promise<void> {
  const { stop } = await boot({ env, config: { relay: { enabled: false } } });
  await stop();
}

type Booted = Pick<App, 'strapi' | 'stop'>;

async function boot({ config = {}, env = {}, register }: BootOptions): Promise<Booted> {
  const folder = await mkdtemp(path.join(tmpdir(), 'document-webhooks-'));
  const restore = setEnvironment({
    PUBLIC_DIR: folder,
    PLAYGROUND_PLUGIN_ROOT: PLUGIN_ROOT,
    LOG_LEVEL: 'fatal',
    STARTUP_LOG: 'false',
    STRAPI_TELEMETRY_DISABLED: 'true',
    ...env,
    DOCUMENT_WEBHOOKS_CONFIG: JSON.stringify({
      ...config,
      relay: { pollIntervalMs: 50, ...(config['relay'] as object | undefined) },
      expressions: { ...UNHURRIED, ...(config['expressions'] as object | undefined) },
    }),
  });
  const cleanUp = async (): Promise<void> => {
    restore();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await mkdir(path.join(folder, 'uploads'));
    const strapi = await start(register);
    return {
      strapi,
      async stop() {
        await untilIdle(strapi);
        await strapi.destroy();
        await cleanUp();
      },
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

/**
 * What Strapi reads for its own events after a commit is awaited by nobody: cut off by the end of the pool it
 * would fail, a minute later, whatever test runs then.
 */
async function untilIdle({ db }: Core.Strapi): Promise<void> {
  const { pool } = db.connection.client as { pool: Pool };
  const until = Date.now() + IDLE_MS;
  for (let idle = 0; idle < 3 && Date.now() < until;) {
    await sleep(10);
    idle = pool.numUsed() + pool.numPendingAcquires() === 0 ? idle + 1 : 0;
  }
}

interface Pool {
  numUsed(): number;
  numPendingAcquires(): number;
}

async function start(register: BootOptions['register']): Promise<Core.Strapi> {
  const strapi = createStrapi({
    appDir: PLAYGROUND,
    distDir: PLAYGROUND,
    serveAdminPanel: false,
  });
  try {
    await strapi.register();
    register?.(strapi);
    await strapi.bootstrap();
  } catch (error) {
    // What has begun by now would keep the process alive.
    await strapi.destroy().catch(() => undefined);
    throw error;
  }
  strapi.isLoaded = true;
  strapi.server.mount();
  return strapi;
}

async function seed(strapi: Core.Strapi): Promise<void> {
  const playground = jest.requireActual<{ seed: (strapi: Core.Strapi) => Promise<unknown> }>(
    '../../playground/seed',
  );
  await playground.seed(strapi);
}

function setEnvironment(values: Record<string, string>): () => void {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, values);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
}
