import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { fromRoot } from './paths.mjs';

const PORT = process.env.PORT ?? '1337';

/** A folder of their own for those that stay, by their port, and for each that does not. */
export function demoFolder({ once: onlyOnce }) {
  const name = onlyOnce ? `once-${process.pid}` : PORT;
  return fromRoot(`playground/.tmp/demo-${name}`);
}

export async function emptyFolder(folder) {
  await removeFolder(folder);
  await mkdir(join(folder, 'public/uploads'), { recursive: true });
}

export async function removeFolder(folder) {
  await rm(folder, { recursive: true, force: true });
}

/**
 * Makes the playground use the folder. What it names wins over a playground/.env and over the caller's
 * shell, but for the address.
 */
export function demoEnvironment(folder) {
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
    PORT,
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
