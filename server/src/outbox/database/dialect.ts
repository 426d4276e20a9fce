import { GROUP_INDEX } from '../../plugin-id';
import type { Connection, deliveries } from './tables';

/** The only place where databases differ. */
interface Dialect {
  /** SQL of epoch milliseconds by the database's clock, which all instances share (I5). */
  nowMs: string;
  skipLocked: boolean;
  /**
   * Whether the driver runs statements synchronously, so that no other statement can run in between.
   */
  synchronous: boolean;
  /**
   * Whether an INSERT can read its own table and return what it wrote. MySQL would lock the gaps that it
   * reads, and two writers would deadlock.
   */
  insertCanRead: boolean;
  /**
   * Whether a recursive query uses the index at each step. MariaDB reads the whole index at each step.
   */
  recursionUsesIndex: boolean;
  /** Index hint for a search in a message group, if the database would choose a worse index. */
  groupIndexHint: string;
  /** Options of transactions that the relay opens. */
  transaction: { isolationLevel: 'read committed' } | Record<string, never>;
}

const SQLITE: Dialect = {
  nowMs: "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
  skipLocked: false,
  synchronous: true,
  insertCanRead: true,
  recursionUsesIndex: true,
  groupIndexHint: '',
  transaction: {},
};
const POSTGRES: Dialect = {
  // In a SELECT of its own, so that the value is computed once. Otherwise PostgreSQL evaluates it for each
  // row and cannot use the index.
  nowMs: '(SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT))',
  skipLocked: true,
  synchronous: false,
  insertCanRead: true,
  recursionUsesIndex: true,
  groupIndexHint: '',
  transaction: {},
};
const MYSQL: Dialect = {
  // Computed without local time, which is ambiguous for an hour when daylight saving time ends.
  nowMs: "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000",
  skipLocked: true,
  synchronous: false,
  insertCanRead: false,
  recursionUsesIndex: false,
  groupIndexHint: `FORCE INDEX (${GROUP_INDEX})`,
  // Under MySQL's default, REPEATABLE READ, a claim would lock the gaps into which editors insert.
  transaction: { isolationLevel: 'read committed' },
};

/** SQL of the current time by the database's clock, plus `offsetMs`. */
export function databaseNow(connection: Connection, offsetMs = 0) {
  return connection.raw(`${databaseNowSql(connection)} + ?`, [Math.round(offsetMs)]);
}

export function databaseNowSql(connection: Connection): string {
  return dialectOf(connection).nowMs;
}

/**
 * Opens a transaction of the relay, never a writer's. The result is kept outside of knex's closures and of
 * suspended functions. V8 promotes knex's transaction objects to the old generation, and they would retain
 * the result until a full garbage collection.
 */
export function inTransaction<T>(
  connection: Connection,
  work: (transaction: Connection) => Promise<T>,
): Promise<T> {
  const results: T[] = [];
  const keepResult = (transaction: Connection): Promise<void> =>
    work(transaction).then((result) => void results.push(result));
  const ended = connection.transaction(keepResult, dialectOf(connection).transaction);
  return ended.then(() => results.pop() as T);
}

type Query = ReturnType<typeof deliveries>;

/** Skips rows that another transaction has locked, on databases that support SKIP LOCKED. */
export function skipLocked(connection: Connection, query: Query): Query {
  return dialectOf(connection).skipLocked ? query.forUpdate().skipLocked() : query;
}

interface Lockable {
  forUpdate(): this;
}

/** Locks rows until the transaction ends, on databases with concurrent writers. */
export function lockRows<T extends Lockable>(connection: Connection, query: T): T {
  return dialectOf(connection).skipLocked ? query.forUpdate() : query;
}

export function isSynchronous(connection: Connection): boolean {
  return dialectOf(connection).synchronous;
}

export function recursionUsesIndex(connection: Connection): boolean {
  return dialectOf(connection).recursionUsesIndex;
}

export function insertCanRead(connection: Connection): boolean {
  return dialectOf(connection).insertCanRead;
}

export function groupIndexHint(connection: Connection): string {
  return dialectOf(connection).groupIndexHint;
}

/** The rows that a raw statement returned. Each driver wraps them differently. */
export function resultRows<T>(connection: Connection, result: unknown): T[] {
  const dialect = dialectOf(connection);
  if (dialect === POSTGRES) return (result as { rows: T[] }).rows;
  return dialect === MYSQL ? (result as [T[]])[0] : (result as T[]);
}

function dialectOf(connection: Connection): Dialect {
  const client = connection.client as { dialect: string };
  if (client.dialect === 'postgresql') return POSTGRES;
  if (client.dialect === 'mysql') return MYSQL;
  return SQLITE;
}
