import { connect } from 'node:net';

import { serverAddress } from '../../support/databases/server-address';

const KINDS = ['postgres', 'mysql', 'redis'] as const;
export type ServiceKind = (typeof KINDS)[number];

/** Where bullmq finds its Redis. */
export const redisUrl = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';

const ABSENT = 'FAULT_ABSENT_SERVICES';

/** Asked once a run, before any test is defined: jest decides then what is skipped. */
export async function findAbsentServices(): Promise<void> {
  const absent: string[] = [];
  for (const kind of KINDS) {
    const { host, port } = addressOf(kind);
    if (await accepts(host, port)) continue;
    absent.push(kind);
    console.warn(`No ${kind} at ${host}:${String(port)}: the fault tests on it are SKIPPED.`);
  }
  process.env[ABSENT] = absent.join(',');
}

function addressOf(kind: ServiceKind): { host: string; port: number } {
  if (kind !== 'redis') return serverAddress(kind);
  const { hostname, port } = new URL(redisUrl);
  return { host: hostname, port: Number(port || 6_379) };
}

/** `describe`, or `describe.skip` where a service is absent. */
export function describeWith(...kinds: ServiceKind[]): jest.Describe {
  const absent = (process.env[ABSENT] ?? '').split(',');
  return kinds.some((kind) => absent.includes(kind)) ? describe.skip : describe;
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => end(true));
  });
}
