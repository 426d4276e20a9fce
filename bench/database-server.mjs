import { readFileSync } from 'node:fs';

const DEFAULTS = JSON.parse(
  readFileSync(new URL('../tests/support/databases/defaults.json', import.meta.url), 'utf8'),
);

/** How a database is made and dropped. Each driver is loaded only where it is used. */
const CONNECT = {
  async postgres(address) {
    const { Client } = (await import('pg')).default;
    const client = new Client({ ...address, database: 'postgres' });
    await client.connect();
    return client;
  },
  async mysql(address) {
    const { createConnection } = await import('mysql2/promise');
    return createConnection(address);
  },
};

/** What `BENCH_DATABASE` names: sqlite, postgres or mysql. */
export const databaseKind = process.env.BENCH_DATABASE ?? 'sqlite';

/** Makes databases of those names for `work`, which is given the environment that tells the playground of each. */
export async function withDatabases(names, work) {
  if (databaseKind === 'sqlite') return work(names.map(() => ({})));
  const address = addressOf(databaseKind);
  const server = await CONNECT[databaseKind](address);
  const databases = names.map((name) => `document_webhooks_bench_${process.pid}_${name}`);
  try {
    for (const database of databases) await server.query(`CREATE DATABASE ${database}`);
    return await work(databases.map((database) => environmentOf(address, database)));
  } finally {
    for (const database of databases) await server.query(`DROP DATABASE IF EXISTS ${database}`);
    await server.end();
  }
}

/** Where the tests find it too: `TEST_POSTGRES_HOST`, `TEST_MYSQL_PORT` and so on. */
function addressOf(kind) {
  const setting = (name) =>
    process.env[`TEST_${kind}_${name}`.toUpperCase()] ?? DEFAULTS[kind][name];
  return {
    host: setting('host'),
    port: Number(setting('port')),
    user: setting('user'),
    password: setting('password'),
  };
}

function environmentOf({ host, port, user, password }, database) {
  return {
    DATABASE_CLIENT: databaseKind,
    DATABASE_HOST: host,
    DATABASE_PORT: String(port),
    DATABASE_USERNAME: user,
    DATABASE_PASSWORD: password,
    DATABASE_NAME: database,
  };
}
