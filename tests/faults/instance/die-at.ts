import type { KillPoint } from '../support/kill-points';
import { sets, type Statement, type StatementWatch } from './statements';

const DELIVERIES = 'document_webhooks_deliveries';
// PostgreSQL has the name of the schema in front.
const ENQUEUE = new RegExp(`^insert into (\\w+\\.)?${DELIVERIES} `);

type Deed = 'enqueue' | 'claim' | 'settle';

/** Kills this very process, at once and without a chance to tidy up. */
function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('A killed process went on');
}

/** Dies at a point that only the process itself can tell; the moment it has passed it so many times. */
export function dyingAt(point: KillPoint, passes: number): StatementWatch {
  const done = new Map<object, Deed>();
  let left = passes;
  const pass = (): void => {
    if (left === 0) die();
    left -= 1;
  };

  return {
    before(statement) {
      const deed = deedOf(statement);
      if (deed) done.set(statement.connection, deed);
      if (point === 'after-answer' && deed === 'settle') pass();
      if (point === 'before-commit' && commits(statement, done) === 'enqueue') pass();
    },
    after(statement) {
      const deed = commits(statement, done);
      if (point === 'after-commit' && deed === 'enqueue') pass();
      if (point === 'after-claim' && deed === 'claim') pass();
      if (ends(statement)) done.delete(statement.connection);
    },
  };
}

function deedOf(statement: Statement): Deed | undefined {
  if (ENQUEUE.test(statement.sql)) return 'enqueue';
  const setsStatus = (value: string): boolean =>
    sets(statement, { table: DELIVERIES, column: 'status', value });
  if (setsStatus('sending')) return 'claim';
  if (setsStatus('delivered')) return 'settle';
  return undefined;
}

function commits({ sql, connection }: Statement, done: Map<object, Deed>): Deed | undefined {
  return sql.startsWith('commit') ? done.get(connection) : undefined;
}

function ends({ sql }: Statement): boolean {
  return sql.startsWith('commit') || sql.startsWith('rollback');
}
