import type { Core } from '@strapi/strapi';

import { ATTEMPT_TABLE, DELIVERY_TABLE, HEALTH_TABLE, SEQUENCE_TABLE } from '../../plugin-id';

/** A pool, or a transaction. Raw queries never join Strapi's transaction by themselves. */
export type Connection = Core.Strapi['db']['connection'];

/** What `strapi.db.transaction` hands its callback; Strapi types it `any`. */
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

/** Strapi keeps its tables in the schema that the connection names (PostgreSQL). */
export function inSchema(connection: Connection, table: string): string {
  const client = connection.client as { connectionSettings?: { schema?: string } };
  const schema = client.connectionSettings?.schema;
  return schema === undefined ? table : `${schema}.${table}`;
}
