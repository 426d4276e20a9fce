import { DELIVERY_TABLE } from '../plugin-id';
import { databaseNowSql } from './dialect';
import type { NewDelivery } from './enqueue';
import { inSchema, type Connection } from './tables';

type Value = string | number | null;
export interface Cell {
  sql: string;
  values: Value[];
}
export type Looked = Record<'sequence' | 'status', Cell>;

export function value(of: Value): Cell {
  return { sql: '?', values: [of] };
}

/** Columns in the order of `tupleOf`. */
const COLUMNS = [
  'delivery_id',
  'webhook_id',
  'webhook_name',
  'event',
  'uid',
  'document_id',
  'locale',
  'document_status',
  'event_at',
  'sequence',
  'status',
  'coalesced',
  'actor',
  'attempt_count',
  'retry_from',
  'trigger',
  'due_at',
  'locked_by',
  'locked_until',
  'created_at',
  'snapshot',
  'context',
  'body_format',
  'body',
];

export function tupleOf(
  transaction: Connection,
  { record, lease, delayMs }: NewDelivery,
  { sequence, status }: Looked,
): Cell {
  const { event } = record;
  const now = databaseNowSql(transaction);
  const cells: Cell[] = [
    value(record.id),
    value(record.webhookId),
    value(record.webhookName),
    value(event.event),
    value(event.uid),
    value(event.documentId),
    value(event.locale),
    value(event.status),
    value(event.timestamp),
    sequence,
    status,
    value(record.coalesced),
    value(JSON.stringify(event.actor)),
    value(record.attemptCount),
    value(record.retryFrom),
    value(record.trigger),
    { sql: `${now} + ?`, values: [delayMs] },
    value(lease?.token ?? null),
    { sql: `${now} + ?`, values: [lease?.leaseMs ?? null] },
    value(event.timestamp),
    value(record.snapshot),
    value(record.context),
    value(record.body?.format ?? null),
    value(record.body?.text ?? null),
  ];
  return {
    sql: `(${cells.map(({ sql }) => sql).join(', ')})`,
    values: cells.flatMap(({ values }) => values),
  };
}

/** Raw SQL, for an editor waits for this: knex's builder alone would take as long as the database. */
export async function insertDeliveries(
  transaction: Connection,
  tuples: Cell[],
  returning: string,
): Promise<unknown> {
  const rows = tuples.map(({ sql }) => sql).join(', ');
  const values = tuples.flatMap((tuple) => tuple.values);
  const head = headFor(transaction);
  return transaction.raw(`${head} ${rows}${returning}`, values as string[]);
}

const heads = new Map<string, string>();

function headFor(connection: Connection): string {
  const table = inSchema(connection, DELIVERY_TABLE);
  const quoted = COLUMNS.map(() => '??').join(', ');
  // Databases quote differently.
  const key = `${table} ${databaseNowSql(connection)}`;
  const head =
    heads.get(key) ??
    connection.raw(`INSERT INTO ?? (${quoted}) VALUES`, [table, ...COLUMNS]).toQuery();
  heads.set(key, head);
  return head;
}
