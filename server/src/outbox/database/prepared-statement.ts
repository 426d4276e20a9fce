import { isSynchronous } from './dialect';
import type { Connection } from './tables';

/** What is used of a connection of better-sqlite3. */
interface Database {
  prepare(sql: string): Statement;
}
interface Statement {
  /** Whether it returns rows. */
  reader: boolean;
  all(values: unknown[]): unknown;
  run(values: unknown[]): unknown;
}

const known = new WeakMap<Database, Map<string, Statement>>();

/**
 * Runs a statement of a transaction that is written alike each time. An editor waits for it, and on SQLite
 * knex's way there and preparing it anew would take longer than the statement: there it stays prepared.
 * Listeners to knex's `query` and `query-error` hear of it as of any other.
 */
export async function runPrepared(
  transaction: Connection,
  sql: string,
  values: unknown[],
): Promise<unknown> {
  const byKnex = () => transaction.raw(sql, values as string[]);
  if (!isSynchronous(transaction) || !isOpen(transaction)) return byKnex();

  const client = transaction.client as Client;
  const database = await client.acquireConnection();
  // It may have ended in this very tick: then the statement would run outside it, or in the next one.
  if (!isOpen(transaction)) return byKnex();
  const statement = prepared(database, sql);
  const query = { sql, bindings: values };
  client.emit('query', query);
  try {
    return statement.reader ? statement.all(values) : statement.run(values);
  } catch (error) {
    client.emit('query-error', error, query);
    throw error;
  }
}

/** Knex refuses what comes after a transaction's end; a pool has none. */
function isOpen(transaction: Connection): boolean {
  const { isCompleted } = transaction as unknown as { isCompleted?: () => boolean };
  return isCompleted?.() === false;
}

interface Client {
  acquireConnection(): Promise<Database>;
  emit(event: string, ...told: unknown[]): void;
}

function prepared(database: Database, sql: string): Statement {
  const statements = known.get(database) ?? new Map<string, Statement>();
  known.set(database, statements);
  const statement = statements.get(sql) ?? database.prepare(sql);
  statements.set(sql, statement);
  return statement;
}
