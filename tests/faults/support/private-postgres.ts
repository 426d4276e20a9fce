import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import type { ServerAddress } from '../../support/databases/server-address';

const run = promisify(execFile);

/** A PostgreSQL of the test's own, which it may restart and crash. */
export interface PrivatePostgres extends ServerAddress {
  /** `fast` ends sessions and shuts down in order; `immediate` is a crash. */
  restart(mode: 'fast' | 'immediate'): Promise<void>;
  remove(): Promise<void>;
}

/** Where Debian, Fedora and Homebrew put what is not on the path. */
const FOLDERS = ['/usr/lib/postgresql', '/usr/pgsql', '/opt/homebrew/opt/postgresql'];

export function hasPostgresPrograms(): boolean {
  return programsFolder() !== null;
}

export async function startPrivatePostgres(): Promise<PrivatePostgres> {
  const programs = programsFolder();
  if (programs === null) throw new Error('PostgreSQL is not installed');
  const user = unprivileged();
  const data = await mkdtemp(path.join(tmpdir(), 'document-webhooks-postgres-'));
  if (user) chownSync(data, user.uid, user.gid);
  const port = await freePort();

  const call = (program: string, given: string[]) =>
    run(path.join(programs, program), given, { ...user, cwd: data });
  const log = path.join(data, 'server.log');
  const options = `-p ${String(port)} -k ${data} -c listen_addresses=127.0.0.1`;
  const control = (...given: string[]) =>
    call('pg_ctl', ['-D', data, '-l', log, '-o', options, '-w', '-s', ...given]);

  await call('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync']);
  await control('start');
  return {
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: '',
    async restart(mode) {
      await control('restart', '-m', mode);
    },
    async remove() {
      await control('stop', '-m', 'immediate');
      await rm(data, { recursive: true, force: true });
    },
  };
}

function programsFolder(): string | null {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter);
  const versions = FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder).map((version) => path.join(folder, version, 'bin')),
  );
  const complete = (folder: string): boolean =>
    ['initdb', 'pg_ctl'].every((program) => existsSync(path.join(folder, program)));
  return [...onPath, ...versions].find(complete) ?? null;
}

/** PostgreSQL refuses to be run by root. */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (option: string): number =>
    Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
