import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createStrapi, type Core } from '@strapi/strapi';

import type { Services } from '../../server/src';
import { documentsOf, type Documents } from './documents';

const PLAYGROUND = path.resolve(__dirname, '../../playground');
const PLUGIN_FROM_SOURCE = path.join(__dirname, 'plugin-from-source');

export interface BootOptions {
  /** The plugin's configuration. The relay looks every 50 ms unless told otherwise. */
  config?: Record<string, unknown>;
  env?: Record<string, string>;
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
  const { config = {}, env = {}, register } = options;
  const folder = await mkdtemp(path.join(tmpdir(), 'document-webhooks-'));
  const restore = setEnvironment({
    DATABASE_CLIENT: 'sqlite',
    DATABASE_FILENAME: path.join(folder, 'data.db'),
    PUBLIC_DIR: folder,
    PLAYGROUND_PLUGIN_ROOT: PLUGIN_FROM_SOURCE,
    LOG_LEVEL: 'fatal',
    STARTUP_LOG: 'false',
    STRAPI_TELEMETRY_DISABLED: 'true',
    ...env,
    DOCUMENT_WEBHOOKS_CONFIG: JSON.stringify({
      ...config,
      relay: { pollIntervalMs: 50, ...(config['relay'] as object | undefined) },
    }),
  });
  const cleanUp = async (): Promise<void> => {
    restore();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await mkdir(path.join(folder, 'uploads'));
    const strapi = createStrapi({
      appDir: PLAYGROUND,
      distDir: PLAYGROUND,
      serveAdminPanel: false,
    });
    await strapi.register();
    register?.(strapi);
    await strapi.bootstrap();
    strapi.isLoaded = true;
    strapi.server.mount();
    return appOf(strapi, cleanUp);
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

function appOf(strapi: Core.Strapi, cleanUp: () => Promise<void>): App {
  let stopped: Promise<void> | undefined;
  return {
    strapi,
    documents: (uid) => documentsOf(strapi, uid),
    service: (name) => strapi.plugin('document-webhooks').service(name),
    async seed() {
      const { seed } = jest.requireActual<{ seed: (strapi: Core.Strapi) => Promise<unknown> }>(
        '../../playground/seed',
      );
      await seed(strapi);
    },
    stop() {
      stopped ??= strapi.destroy().then(cleanUp);
      return stopped;
    },
  };
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
