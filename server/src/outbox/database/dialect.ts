import { LANE_INDEX } from '../../plugin-id';
import type { Connection, deliveries } from './tables';

/** The only place where databases differ. */
interface Dialect {
  /** Epoch milliseconds by the database's clock, which all instances share. */
  nowMs: string;
  skipLocked: boolean;
  /** Whether the driver answers while it is called, so that nothing can come in between. */
  synchronous: boolean;
  /**
   * Whether an INSERT may look into its own table and tell what it wrote. MySQL would lock the gaps it
   * looks into, and two writers would wait for each other.
   */
  insertLooks: boolean;
  /** Whether a recursion goes along an index step by step. MariaDB would read all of it at each step. */
  recursionSkips: boolean;
  /** Names the index for a look into a lane, where the database would take a worse one. */
  groupIndexHint: string;
  /** How transactions of the relay's own are opened. */
  transaction: { isolationLevel: 'read committed' } | Record<string, never>;
}

const SQLITE: Dialect = {
  nowMs: "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
  skipLocked: false,
  synchronous: true,
  insertLooks: true,
  recursionSkips: true,
  groupIndexHint: '',
  transaction: {},
};
const POSTGRES: Dialect = {
  // In a SELECT of its own, or every row would be compared with a clock of its own, past the index.
  nowMs: '(SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT))',
  skipLocked: true,
  synchronous: false,
  insertLooks: true,
  recursionSkips: true,
  groupIndexHint: '',
  transaction: {},
};
const MYSQL: Dialect = {
  // Not by way of local time: when the clocks are put back, an hour of it means two.
  nowMs: "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000",
  skipLocked: true,
  synchronous: false,
  insertLooks: false,
  recursionSkips: false,
  groupIndexHint: `FORCE INDEX (${LANE_INDEX})`,
  // Under its default, REPEATABLE READ, a claim locks the gaps into which editors insert.
  transaction: { isolationLevel: 'read committed' },
};

/** Now by the database's clock, plus `offsetMs`. */
export function databaseNow(connection: Connection, offsetMs = 0) {
  return connection.raw(`${databaseNowSql(connection)} + ?`, [Math.round(offsetMs)]);
}

export function databaseNowSql(connection: Connection): string {
  return dialectOf(connection).nowMs;
}

/**
 * A transaction of the relay's own, never a writer's. Its result does not pass through knex, nor through a
 * suspended function: parts of knex's transaction are old at birth and point at both, and what
 * something old points at is freed by no quick round of the garbage collector.
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

/** Leaves rows that another instance is claiming at this moment to it, where the database can. */
export function skipLocked(connection: Connection, query: Query): Query {
  return dialectOf(connection).skipLocked ? query.forUpdate().skipLocked() : query;
}

/** Keeps others from a row until the transaction ends, where more than one can be open. */
export function locked(connection: Connection, query: Query): Query {
  return dialectOf(connection).skipLocked ? query.forUpdate() : query;
}

export function isSynchronous(connection: Connection): boolean {
  return dialectOf(connection).synchronous;
}

export function recursionSkips(connection: Connection): boolean {
  return dialectOf(connection).recursionSkips;
}

export function insertLooks(connection: Connection): boolean {
  return dialectOf(connection).insertLooks;
}

export function laneHint(connection: Connection): string {
  return dialectOf(connection).groupIndexHint;
}

/** The rows that a raw statement returned. */
export function rowsOf<T>(connection: Connection, result: unknown): T[] {
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
