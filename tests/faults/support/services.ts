import { connect } from 'node:net';

import { serverAddress } from '../../support/databases/server-address';

const KINDS = ['postgres', 'mysql'] as const;
export type ServiceKind = (typeof KINDS)[number];

const ABSENT = 'FAULT_ABSENT_SERVICES';

/** Asked once a run, before any test is defined: jest decides then what is skipped. */
export async function findAbsentServices(): Promise<void> {
  const absent: string[] = [];
  for (const kind of KINDS) {
    const { host, port } = serverAddress(kind);
    if (await accepts(host, port)) continue;
    absent.push(kind);
    console.warn(`No ${kind} at ${host}:${String(port)}: the fault tests on it are SKIPPED.`);
  }
  process.env[ABSENT] = absent.join(',');
}

/** `describe`, or `describe.skip` where the service is absent. */
export function describeWith(kind: ServiceKind): jest.Describe {
  const absent = (process.env[ABSENT] ?? '').split(',');
  return absent.includes(kind) ? describe.skip : describe;
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
