import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { Redis } from 'ioredis';

import { eventually } from './eventually';

/** A Redis of a test's own, which it may stop and start again on the same port. */
export interface RedisServer {
  url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Of this server, to look behind the scenes. */
  client(): Redis;
}

export function canStartRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export async function startRedisServer(): Promise<RedisServer> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${String(port)}`;
  const clients: Redis[] = [];
  let running: ChildProcess | undefined;

  async function start(): Promise<void> {
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', ''];
    running = spawn('redis-server', [...settings, '--appendonly', 'no'], { stdio: 'ignore' });
    const client = new Redis(url, { maxRetriesPerRequest: null });
    client.on('error', () => undefined);
    try {
      await eventually(() => client.ping());
    } finally {
      client.disconnect();
    }
  }

  await start();
  return {
    url,
    start,
    async stop() {
      for (const client of clients.splice(0)) client.disconnect();
      if (!running) return;
      const ended = once(running, 'exit');
      running.kill('SIGKILL');
      running = undefined;
      await ended;
    },
    client() {
      const client = new Redis(url);
      client.on('error', () => undefined);
      clients.push(client);
      return client;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
