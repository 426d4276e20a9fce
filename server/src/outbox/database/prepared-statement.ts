import { isSynchronous } from './dialect';
import type { Connection } from './tables';

/** The part of a better-sqlite3 connection that is used here. */
interface Database {
  prepare(sql: string): Statement;
}
interface Statement {
  /** Whether the statement returns rows. */
  reader: boolean;
  all(values: unknown[]): unknown;
  run(values: unknown[]): unknown;
}

const statementCache = new WeakMap<Database, Map<string, Statement>>();

/**
 * Runs a statement that has the same SQL each time, in a transaction. On SQLite the statement stays
 * prepared, because knex's overhead and a new preparation would take longer than the statement itself and
 * an editor waits for it. Listeners to knex's `query` and `query-error` events are called as for any other
 * statement.
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
  // The transaction may have ended in this tick. The statement would then run outside of it, or in the next
  // transaction.
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

/**
 * True for an open transaction, false for a pool or after the transaction's end, when knex rejects
 * statements.
 */
function isOpen(transaction: Connection): boolean {
  const { isCompleted } = transaction as unknown as { isCompleted?: () => boolean };
  return isCompleted?.() === false;
}

interface Client {
  acquireConnection(): Promise<Database>;
  emit(event: string, ...args: unknown[]): void;
}

function prepared(database: Database, sql: string): Statement {
  const statements = statementCache.get(database) ?? new Map<string, Statement>();
  statementCache.set(database, statements);
  const statement = statements.get(sql) ?? database.prepare(sql);
  statements.set(sql, statement);
  return statement;
}
