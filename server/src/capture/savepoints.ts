import type { Connection } from '../outbox/tables';

interface Steps {
  set(name: string): void;
  release(name: string): void;
  rollBackTo(name: string): void;
  /** A statement failed, and some errors make a database undo more than that one. */
  failed(): void;
}

/** As an app writes it, and as knex does for a transaction in a transaction. */
const STATEMENT =
  /^\s*(savepoint|release|rollback)\s+(?:work\s+|transaction\s+)?(to\s+)?(?:savepoint\s+)?["`[]?([^\s"`\];]+)/i;

/**
 * Tells of the savepoints that an app sets in an open transaction, each before its statement is on its way.
 * Strapi sets none: with it a transaction in a transaction is the outer one.
 */
export function onSavepoints(trx: Connection, steps: Steps): void {
  const client = trx.client as Client;
  client.on('query', ({ sql }) => {
    const [, verb, to, written] = STATEMENT.exec(sql) ?? [];
    if (verb === undefined || written === undefined) return;
    const name = written.toLowerCase();
    if (/^s/i.test(verb)) steps.set(name);
    else if (/^re/i.test(verb)) steps.release(name);
    else if (to !== undefined) steps.rollBackTo(name);
  });
  client.on('query-error', () => {
    steps.failed();
  });
}

interface Client {
  on(event: 'query', listener: (query: { sql: string }) => void): void;
  on(event: 'query-error', listener: () => void): void;
}
