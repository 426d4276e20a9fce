import type { Connection, deliveries } from './tables';

/** The only place where databases differ. */
interface Dialect {
  /** Epoch milliseconds by the database's clock, which all instances share. */
  nowMs: string;
  skipLocked: boolean;
}

const SQLITE: Dialect = {
  nowMs: "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
  skipLocked: false,
};
const POSTGRES: Dialect = {
  nowMs: 'CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)',
  skipLocked: true,
};
const MYSQL: Dialect = {
  nowMs: 'CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)',
  skipLocked: true,
};

/** Now by the database's clock, plus `offsetMs`. */
export function databaseNow(connection: Connection, offsetMs = 0) {
  return connection.raw(`${databaseNowSql(connection)} + ?`, [Math.round(offsetMs)]);
}

export function databaseNowSql(connection: Connection): string {
  return dialectOf(connection).nowMs;
}

/** SQLite takes at most 500 rows in one INSERT as knex writes it. */
const MOST_ROWS = 100;

/** Cuts rows into pieces that every database takes in one INSERT. */
export function chunksOf<T>(rows: T[]): T[][] {
  const chunks: T[][] = [];
  for (let from = 0; from < rows.length; from += MOST_ROWS) {
    chunks.push(rows.slice(from, from + MOST_ROWS));
  }
  return chunks;
}

type Query = ReturnType<typeof deliveries>;

/** Leaves rows that another instance is claiming at this moment to it, where the database can. */
export function skipLocked(connection: Connection, query: Query): Query {
  return dialectOf(connection).skipLocked ? query.forUpdate().skipLocked() : query;
}

function dialectOf(connection: Connection): Dialect {
  const client = connection.client as { dialect: string };
  if (client.dialect === 'postgresql') return POSTGRES;
  if (client.dialect === 'mysql') return MYSQL;
  return SQLITE;
}
