import type { Core } from '@strapi/strapi';

/** A statement on its way to the database. */
export interface Statement {
  /** Lower case, without quotes around names. */
  sql: string;
  bindings: readonly unknown[];
  /** One for all statements of a transaction. */
  connection: object;
}

export interface StatementWatch {
  before(statement: Statement): void;
  after(statement: Statement): void;
}

interface QueryObject {
  sql: string;
  bindings?: unknown[];
}
interface KnexClientPrototype {
  _query(connection: object, query: QueryObject): Promise<unknown>;
}

/** Sees every statement, also those that begin and end transactions: knex's events leave these out. */
export function watchStatements(strapi: Core.Strapi, watch: StatementWatch): void {
  const { client } = strapi.db.connection as unknown as { client: object };
  const prototype = Object.getPrototypeOf(client) as KnexClientPrototype;
  const query = prototype._query;
  prototype._query = async function (this: object, connection, object) {
    const statement = statementOf(connection, object);
    watch.before(statement);
    const result = await query.call(this, connection, object);
    watch.after(statement);
    return result;
  };
}

function statementOf(connection: object, { sql, bindings = [] }: QueryObject): Statement {
  return { sql: sql.toLowerCase().replaceAll(/["`]/g, ''), bindings, connection };
}

/** Whether the statement updates the table and sets the column to that value. */
export function sets(
  { sql, bindings }: Statement,
  { table, column, value }: { table: string; column: string; value: string },
): boolean {
  if (!sql.startsWith('update ') || !sql.includes(table)) return false;
  const [head = ''] = sql.split(' where ');
  const assigned = new RegExp(`\\b${column} = (\\?|\\$\\d+|'[^']*')`).exec(head);
  if (!assigned) return false;
  const [, given = ''] = assigned;
  if (given.startsWith("'")) return given === `'${value}'`;
  const position =
    given === '?'
      ? head.slice(0, assigned.index).split('?').length - 1
      : Number(given.slice(1)) - 1;
  return bindings[position] === value;
}
