import type { Connection } from '../../server/src/outbox/database/tables';
import type { App } from './boot-strapi';
import { databaseKind, type DatabaseKind } from './databases';

/** Brings it about that the database refuses the COMMIT of a transaction. */
export function refuseCommit(app: App, transaction: Connection): Promise<void> {
  return REFUSALS[databaseKind](transaction, app.strapi.db.connection);
}

type Refusal = (transaction: Connection, connection: Connection) => Promise<void>;

const REFUSALS: Record<DatabaseKind, Refusal> = {
  async sqlite(transaction) {
    await transaction.raw('PRAGMA defer_foreign_keys = ON');
    await transaction('quotations_cmps').insert({ entity_id: 987_654, cmp_id: 1, field: 'items' });
  },
  async postgres(transaction) {
    await transaction.raw(
      'CREATE TEMPORARY TABLE twice (id INT UNIQUE DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP',
    );
    await transaction('twice').insert([{ id: 1 }, { id: 1 }]);
  },
  /** It checks nothing at the end: its connection must be gone by then. */
  async mysql(transaction, connection) {
    const rows = await transaction.select<{ id: number }[]>(
      transaction.raw('CONNECTION_ID() AS id'),
    );
    await connection.raw('KILL ?', [rows[0]?.id ?? 0]);
  },
};
