import type { Core } from '@strapi/strapi';

import { ATTEMPT_TABLE, DELIVERY_TABLE, HEALTH_TABLE, SEQUENCE_TABLE } from '../../plugin-id';

/**
 * A connection pool or a transaction. Raw queries do not join Strapi's transaction by themselves.
 */
export type Connection = Core.Strapi['db']['connection'];

/** The argument of the callback of `strapi.db.transaction`, which Strapi types as `any`. */
export interface Transaction {
  trx: Connection;
  onCommit(callback: () => void): void;
  onRollback(callback: () => void): void;
}

export function deliveries(connection: Connection) {
  return connection(inSchema(connection, DELIVERY_TABLE));
}

export function attempts(connection: Connection) {
  return connection(inSchema(connection, ATTEMPT_TABLE));
}

export function health(connection: Connection) {
  return connection(inSchema(connection, HEALTH_TABLE));
}

export function sequences(connection: Connection) {
  return connection(inSchema(connection, SEQUENCE_TABLE));
}

/** Qualifies a table with the schema of the connection's settings (PostgreSQL). */
export function inSchema(connection: Connection, table: string): string {
  const client = connection.client as { connectionSettings?: { schema?: string } };
  const schema = client.connectionSettings?.schema;
  return schema === undefined ? table : `${schema}.${table}`;
}
