import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { fromRoot } from './paths.mjs';

/**
 * Empties the demo's folder and returns the environment that makes the playground use it.
 * What it names wins over a playground/.env and over the caller's shell, but for the address.
 */
export async function createDemoEnvironment() {
  const folder = fromRoot('playground/.tmp/demo');
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'public/uploads'), { recursive: true });

  return {
    NODE_ENV: 'production',
    STRAPI_TELEMETRY_DISABLED: 'true',
    PLAYGROUND_PLUGIN: 'on',
    // In production nothing on this machine may be called, unless it is named.
    DOCUMENT_WEBHOOKS_CONFIG: JSON.stringify({ network: { allow: ['127.0.0.0/8'] } }),
    DATABASE_CLIENT: 'sqlite',
    DATABASE_FILENAME: join(folder, 'data.db'),
    PUBLIC_DIR: join(folder, 'public'),
    HOST: process.env.HOST ?? '127.0.0.1',
    PORT: process.env.PORT ?? '1337',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    STARTUP_LOG: 'false',
  };
}

/** Building the admin panel takes minutes: a taken port had better be found before. */
export async function assertPortIsFree({ HOST, PORT }) {
  const probe = createServer().listen(Number(PORT), HOST);
  try {
    await once(probe, 'listening');
  } catch (error) {
    throw new Error(`cannot listen on ${HOST}:${PORT} (${error.code}); set PORT to another`);
  }
  probe.close();
  await once(probe, 'close');
}
