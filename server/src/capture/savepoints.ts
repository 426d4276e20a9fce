import type { Connection } from '../outbox/tables';

interface Steps {
  set(name: string): void;
  release(name: string): void;
  rollBackTo(name: string): void;
  rollBack(): void;
  /** A statement failed, and some errors make a database undo more than that one. */
  failed(): void;
}

const COMMENT_OR_SPACE = /^(?:\s+|\/\*[\s\S]*?\*\/|--[^\n]*\n)/;
/** As an app writes them, and as knex does for a transaction in a transaction. */
const SAVEPOINT = /^(savepoint|release)\s+(?:savepoint\s+)?["`[]?([^\s"`\];]+)/i;
const ROLLBACK =
  /^(?:rollback|abort)\b(?:\s+(?:work|transaction)\b)?(?:\s+to\s+(?:savepoint\s+)?["`[]?([^\s"`\];]+))?/i;

/**
 * Tells of the savepoints that an app sets in an open transaction, each before its statement is on its way.
 * Strapi sets none: with it a transaction in a transaction is the outer one.
 */
export function onSavepoints(trx: Connection, steps: Steps): void {
  const client = trx.client as Client;
  client.on('query', ({ sql }) => {
    const statement = uncommented(sql);
    const [, verb, name] = SAVEPOINT.exec(statement) ?? [];
    if (verb !== undefined && name !== undefined) {
      const isNew = verb.toLowerCase() === 'savepoint';
      (isNew ? steps.set : steps.release)(name.toLowerCase());
      return;
    }
    const rollback = ROLLBACK.exec(statement);
    if (!rollback) return;
    const [, to] = rollback;
    if (to === undefined) steps.rollBack();
    else steps.rollBackTo(to.toLowerCase());
  });
  client.on('query-error', () => {
    steps.failed();
  });
}

function uncommented(sql: string): string {
  let rest = sql;
  for (let found = COMMENT_OR_SPACE.exec(rest); found; found = COMMENT_OR_SPACE.exec(rest)) {
    rest = rest.slice(found[0].length);
  }
  return rest;
}

interface Client {
  on(event: 'query', listener: (query: { sql: string }) => void): void;
  on(event: 'query-error', listener: () => void): void;
}
