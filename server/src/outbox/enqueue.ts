import { DELIVERY_TABLE } from '../plugin-id';
import type { DeliveryRecord } from './delivery';
import { chunksOf, databaseNowSql } from './dialect';
import { inSchema, type Connection } from './tables';

/**
 * Who may settle a delivery that is `sending`, and for how long. Each claim has a token of its own:
 * an instance that claims again what it once lost is fenced from its former self too.
 */
export interface Lease {
  token: string;
  leaseMs: number;
  /** When it was given, by this process's monotonic clock, in milliseconds. */
  givenAt: number;
}

/** A delivery may be born leased: then its own instance sends it at once, without a claim. */
export interface NewDelivery {
  record: DeliveryRecord;
  lease: Lease | null;
}

type Value = string | number | null;

/** Each column with its value; `fromNow` is added to the database's clock, and null stays null. */
const COLUMNS: Record<string, { fromNow?: true; of: (added: NewDelivery) => Value }> = {
  delivery_id: { of: ({ record }) => record.id },
  webhook_id: { of: ({ record }) => record.webhookId },
  webhook_name: { of: ({ record }) => record.webhookName },
  event: { of: ({ record }) => record.event.event },
  uid: { of: ({ record }) => record.event.uid },
  document_id: { of: ({ record }) => record.event.documentId },
  locale: { of: ({ record }) => record.event.locale },
  document_status: { of: ({ record }) => record.event.status },
  status: { of: ({ record }) => record.status },
  coalesced: { of: () => 0 },
  attempt_count: { of: () => 0 },
  retry_from: { of: () => 0 },
  trigger: { of: ({ record }) => record.trigger },
  next_attempt_at: { fromNow: true, of: () => 0 },
  locked_by: { of: ({ lease }) => lease?.token ?? null },
  locked_until: { fromNow: true, of: ({ lease }) => lease?.leaseMs ?? null },
  created_at: { of: ({ record }) => record.event.timestamp },
  snapshot: { of: ({ record }) => record.snapshot },
  body_format: { of: ({ record }) => record.body?.format ?? null },
  body: { of: ({ record }) => record.body?.text ?? null },
};

/** Stores deliveries in the writer's own transaction, so that both commit or neither. */
export async function enqueue(transaction: Connection, added: NewDelivery[]): Promise<void> {
  const { head, tuple } = statementFor(transaction);
  for (const chunk of chunksOf(added)) {
    const values = chunk.flatMap((one) => Object.values(COLUMNS).map(({ of }) => of(one)));
    // An editor waits for this: knex's builder alone would take as long as the database.
    await transaction.raw(head + chunk.map(() => tuple).join(', '), values as string[]);
  }
}

interface Statement {
  head: string;
  tuple: string;
}

const statements = new Map<string, Statement>();

function statementFor(connection: Connection): Statement {
  const now = databaseNowSql(connection);
  const table = inSchema(connection, DELIVERY_TABLE);
  const key = `${table} ${now}`;
  const known = statements.get(key);
  if (known) return known;

  const names = Object.keys(COLUMNS);
  const quoted = names.map(() => '??').join(', ');
  const statement = {
    head: connection.raw(`INSERT INTO ?? (${quoted}) VALUES `, [table, ...names]).toQuery(),
    tuple: `(${Object.values(COLUMNS)
      .map(({ fromNow }) => (fromNow ? `${now} + ?` : '?'))
      .join(', ')})`,
  };
  statements.set(key, statement);
  return statement;
}
