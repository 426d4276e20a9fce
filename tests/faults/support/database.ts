import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Client } from 'pg';

import type { DatabaseKind } from '../../support/databases';
import { mysql } from '../../support/databases/mysql';
import { postgres } from '../../support/databases/postgres';
import type { ServerAddress } from '../../support/databases/server-address';
import { sqlite } from '../../support/databases/sqlite';
import { templateName } from '../../support/databases/template';
import { startInstance } from './instance';

const SERVERS = { sqlite, postgres, mysql };

/** A database for one test, and the environment by which an instance finds it. */
export interface Database {
  name: string;
  environment: Record<string, string>;
  drop(): Promise<void>;
}

export async function createDatabase(kind: DatabaseKind): Promise<Database> {
  const server = SERVERS[kind];
  const template = templateName();
  await server.makeOnce(template, (draft) => bootOnce(server.environment(draft)));
  const name = newName();
  await server.copy(template, name);
  return withHome(name, server.environment(name), () => server.drop(name));
}

/** On a server that only the test knows. */
export async function createOnPostgres(server: ServerAddress): Promise<Database> {
  const name = newName();
  await queryPostgres(server, `CREATE DATABASE ${name}`);
  const { host, port, user, password } = server;
  const environment = {
    DATABASE_CLIENT: 'postgres',
    DATABASE_HOST: host,
    DATABASE_PORT: String(port),
    DATABASE_USERNAME: user,
    DATABASE_PASSWORD: password,
    DATABASE_NAME: name,
  };
  return withHome(name, environment, () =>
    queryPostgres(server, `DROP DATABASE ${name} WITH (FORCE)`),
  );
}

/** In the server's `postgres` database. */
export async function queryPostgres(
  { host, port, user, password }: ServerAddress,
  sql: string,
): Promise<void> {
  const client = new Client({ host, port, user, password, database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Leaves a database as an app's first boot makes it. */
async function bootOnce(environment: Record<string, string>): Promise<void> {
  const home = await createHome();
  const instance = startInstance({
    environment: { ...environment, ...home.environment },
    config: { relay: { enabled: false } },
  });
  try {
    await instance.call('boot');
  } finally {
    await instance.stop();
    await home.remove();
  }
}

async function withHome(
  name: string,
  environment: Record<string, string>,
  drop: () => Promise<void>,
): Promise<Database> {
  const home = await createHome();
  return {
    name,
    environment: { ...environment, ...home.environment },
    async drop() {
      await drop();
      await home.remove();
    },
  };
}

/** Where an instance keeps its uploads. */
async function createHome() {
  const folder = await mkdtemp(path.join(tmpdir(), 'document-webhooks-faults-'));
  await mkdir(path.join(folder, 'uploads'));
  return {
    environment: { PUBLIC_DIR: folder },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function newName(): string {
  return `document_webhooks_test_${randomBytes(6).toString('hex')}`;
}
