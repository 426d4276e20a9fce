import { Client } from 'pg';

import type { DatabaseServer } from './database-server';
import { environmentOf, serverAddress } from './server-address';

export const postgres: DatabaseServer = {
  environment: (name) => environmentOf('postgres', name),

  makeOnce: (name, fill) =>
    connected(async (client) => {
      // Held until the connection ends.
      await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
      const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
      if (found.rowCount !== 0) return;
      const draft = `${name}_draft`;
      await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${draft}`);
      await fill(draft);
      await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
    }),

  copy: (from, to) =>
    connected(async (client) => {
      await client.query(`CREATE DATABASE ${to} TEMPLATE ${from}`);
    }),

  drop: (name) =>
    connected(async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }),
};

async function connected<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ ...serverAddress('postgres'), database: 'postgres' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
