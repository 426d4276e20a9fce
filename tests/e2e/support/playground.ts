import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { eventually } from '../../support/eventually';
import { PLAYGROUND, ROOT } from './build';
import { run } from './run';

const BOOT_TIMEOUT_MS = 240_000;
const STRAPI = path.join(ROOT, 'node_modules/@strapi/strapi/bin/strapi.js');

export interface RunningPlayground {
  url: string;
  stop: () => Promise<void>;
}

/** The playground as it runs in production, in a process of its own, on a fresh, seeded database. */
export async function startPlayground(): Promise<RunningPlayground> {
  const folder = await mkdtemp(path.join(tmpdir(), 'document-webhooks-e2e-'));
  await mkdir(path.join(folder, 'public/uploads'), { recursive: true });
  const port = await freePort();
  const env = {
    NODE_ENV: 'production',
    DOCUMENT_WEBHOOKS_CONFIG: JSON.stringify({
      network: { allow: ['127.0.0.0/8'] },
      expressions: { timeoutMs: 5_000 },
    }),
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_CLIENT: 'sqlite',
    DATABASE_FILENAME: path.join(folder, 'data.db'),
    PUBLIC_DIR: path.join(folder, 'public'),
    LOG_LEVEL: 'warn',
    STRAPI_TELEMETRY_DISABLED: 'true',
  };
  await run('node', ['seed/index.js'], { cwd: PLAYGROUND, env });

  const strapi = spawn('node', [STRAPI, 'start'], {
    cwd: PLAYGROUND,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${String(port)}`;
  const stop = async () => {
    await ended(strapi);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await eventually(() => mustAnswer(strapi, `${url}/_health`), BOOT_TIMEOUT_MS);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function mustAnswer(strapi: ChildProcess, url: string): Promise<void> {
  if (strapi.exitCode !== null) throw new Error(`Strapi ended with ${String(strapi.exitCode)}`);
  const { ok, status } = await fetch(url);
  if (!ok) throw new Error(`${url} answered ${String(status)}`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
