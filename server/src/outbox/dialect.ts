import { LANE_STATUSES } from './delivery';
import { DELIVERY_TABLE, LANE_INDEX, SEQUENCE_TABLE } from '../plugin-id';
import { inSchema, type Connection, type deliveries } from './tables';

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
  laneHint: string;
  /** How transactions of the relay's own are opened. */
  transaction: { isolationLevel: 'read committed' } | Record<string, never>;
}

const SQLITE: Dialect = {
  nowMs: "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
  skipLocked: false,
  synchronous: true,
  insertLooks: true,
  recursionSkips: true,
  laneHint: '',
  transaction: {},
};
const POSTGRES: Dialect = {
  // In a SELECT of its own, or every row would be compared with a clock of its own, past the index.
  nowMs: '(SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT))',
  skipLocked: true,
  synchronous: false,
  insertLooks: true,
  recursionSkips: true,
  laneHint: '',
  transaction: {},
};
const MYSQL: Dialect = {
  // Not by way of local time: when the clocks are put back, an hour of it means two.
  nowMs: "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000",
  skipLocked: true,
  synchronous: false,
  insertLooks: false,
  recursionSkips: false,
  laneHint: `FORCE INDEX (${LANE_INDEX})`,
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

/** SQLite takes at most 500 rows in one INSERT as knex writes it. */
const MOST_ROWS = 100;

/**
 * MariaDB refuses a statement of more than 16 MiB, unless told otherwise; a character may take two bytes
 * more there than it is long, and a quotation mark is written as two.
 */
const MOST_CHARACTERS = 4_000_000;

/** Cuts rows into pieces that every database takes in one statement. `textsOf` are the long ones of a row. */
export function chunksOf<T>(rows: T[], textsOf: (row: T) => (string | null | undefined)[]): T[][] {
  const chunks: T[][] = [];
  let chunk: T[] = [];
  let characters = 0;
  for (const row of rows) {
    const more = textsOf(row).reduce((sum, text) => sum + (text?.length ?? 0), 0);
    const isFull = chunk.length >= MOST_ROWS || characters + more > MOST_CHARACTERS;
    if (isFull || chunks.length === 0) {
      chunk = [];
      characters = 0;
      chunks.push(chunk);
    }
    chunk.push(row);
    characters += more;
  }
  return chunks;
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

export function laneHint(connection: Connection): string {
  return dialectOf(connection).laneHint;
}

/** What an INSERT of a delivery finds out about its lane by itself. Each takes (document, webhook). */
export interface LaneSql {
  /** The last sequence of the lane, or 0. Takes the pair twice. */
  last: string;
  /** `pending` behind an unsettled delivery, `sending` in front. Takes the pair once. */
  status: string;
}

const laneSqls = new Map<string, LaneSql>();

/** Null where an INSERT must not look: then the lane is read beforehand. */
export function laneSql(connection: Connection): LaneSql | null {
  if (!dialectOf(connection).insertLooks) return null;
  const key = inSchema(connection, DELIVERY_TABLE);
  const sql = laneSqls.get(key) ?? writeLaneSql(connection);
  laneSqls.set(key, sql);
  return sql;
}

function writeLaneSql(connection: Connection): LaneSql {
  const [deliveriesTable, sequences] = [DELIVERY_TABLE, SEQUENCE_TABLE].map((table) =>
    connection.raw('??', [inSchema(connection, table)]).toQuery(),
  );
  const inLane = 'document_id = ? AND webhook_id = ?';
  const statuses = LANE_STATUSES.map((status) => `('${status}')`).join(', ');
  // One step into the index for each status, however long the history is.
  const newest = `SELECT MAX(sequence) FROM ${String(deliveriesTable)} WHERE ${inLane} AND status = column1`;
  return {
    // Both, for of a lane the newest may be pruned before others: what is exhausted is kept longer.
    last:
      `COALESCE((SELECT MAX(known.last) FROM (` +
      `SELECT (${newest}) AS last FROM (VALUES ${statuses}) AS statuses` +
      ` UNION ALL SELECT last FROM ${String(sequences)} WHERE ${inLane}) AS known), 0)`,
    status:
      `CASE WHEN EXISTS (SELECT 1 FROM ${String(deliveriesTable)} WHERE ${inLane}` +
      ` AND status IN ('pending', 'sending')) THEN 'pending' ELSE 'sending' END`,
  };
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
