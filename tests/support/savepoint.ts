import type { Connection, Transaction } from '../../server/src/outbox/database/tables';
import type { App } from './boot-strapi';

export const SAVEPOINT_STYLES = ['plain SQL', 'a nested transaction of knex'] as const;

export type SavepointStyle = (typeof SAVEPOINT_STYLES)[number];

/** Opens a transaction of Strapi's. */
export async function inTransaction(
  app: App,
  work: (trx: Connection) => Promise<void>,
): Promise<void> {
  await app.strapi.db.transaction(({ trx }: Transaction) => work(trx));
}

/** Calls, and goes back to a savepoint from before the call. */
export async function undone(
  trx: Connection,
  work: () => Promise<unknown>,
  style: SavepointStyle = 'plain SQL',
): Promise<void> {
  if (style === 'plain SQL') {
    await trx.raw('SAVEPOINT ??', ['Here']);
    await work();
    await trx.raw('/* an app */ ROLLBACK TO SAVEPOINT ??', ['Here']);
    return;
  }
  const nested = await trx.transaction();
  await work();
  await nested.rollback();
}
