import { DELIVERY_TABLE } from '../../plugin-id';
import { databaseNowSql } from '../database/dialect';
import type { NewDelivery } from './new-delivery';
import { runPrepared } from '../database/prepared-statement';
import { inSchema, type Connection } from '../database/tables';

type Value = string | number | null;
export interface Cell {
  sql: string;
  values: Value[];
}
export type SequenceCells = Record<'sequence' | 'status', Cell>;

export function value(input: Value): Cell {
  return { sql: '?', values: [input] };
}

/** Columns in the order of the values in `valuesTuple`. */
const FIRST_COLUMNS = [
  'delivery_id',
  'webhook_id',
  'webhook_name',
  'event',
  'uid',
  'document_id',
  'locale',
  'document_status',
  'event_at',
];
const SEQUENCE_COLUMNS = ['sequence', 'status'];
const TIME_COLUMNS = ['due_at', 'locked_until'];
const LAST_COLUMNS = [
  'coalesced',
  'actor',
  'attempt_count',
  'retry_from',
  'trigger',
  'locked_by',
  'created_at',
  'snapshot',
  'context',
  'captured_paths',
  'body_format',
  'body',
  'undecided',
];
const COLUMNS = [...FIRST_COLUMNS, ...SEQUENCE_COLUMNS, ...TIME_COLUMNS, ...LAST_COLUMNS];

const placeholders = (columns: string[]): string => columns.map(() => '?').join(', ');
const FIRST_PLACEHOLDERS = placeholders(FIRST_COLUMNS);
const LAST_PLACEHOLDERS = placeholders(LAST_COLUMNS);

export function valuesTuple(
  transaction: Connection,
  { record, lease, delayMs }: NewDelivery,
  { sequence, status }: SequenceCells,
): Cell {
  const { event, body } = record;
  const later = `${databaseNowSql(transaction)} + ?`;
  return {
    sql: `(${FIRST_PLACEHOLDERS}, ${sequence.sql}, ${status.sql}, ${later}, ${later}, ${LAST_PLACEHOLDERS})`,
    values: [
      record.id,
      record.webhookId,
      record.webhookName,
      event.event,
      event.uid,
      event.documentId,
      event.locale,
      event.status,
      event.timestamp,
      ...sequence.values,
      ...status.values,
      delayMs,
      lease?.leaseMs ?? null,
      record.coalesced,
      JSON.stringify(event.actor),
      record.attemptCount,
      record.retryFrom,
      record.trigger,
      lease?.token ?? null,
      event.timestamp,
      record.snapshot,
      record.context,
      record.capturedPaths,
      body?.format ?? null,
      body?.text ?? null,
      Number(record.undecided),
    ],
  };
}

/**
 * Inserts deliveries. Raw SQL, because an editor waits and knex's query builder alone takes as long as the
 * database. One delivery is the usual case, and its statement is always the same, so it can stay prepared.
 */
export async function insertDeliveries(
  transaction: Connection,
  tuples: Cell[],
  returning: string,
): Promise<unknown> {
  const rows = tuples.map(({ sql }) => sql).join(', ');
  const values = tuples.flatMap((tuple) => tuple.values);
  const head = headFor(transaction);
  const sql = `${head} ${rows}${returning}`;
  return tuples.length === 1
    ? runPrepared(transaction, sql, values)
    : transaction.raw(sql, values as string[]);
}

const heads = new Map<string, string>();

function headFor(connection: Connection): string {
  const table = inSchema(connection, DELIVERY_TABLE);
  const quoted = COLUMNS.map(() => '??').join(', ');
  // Databases quote identifiers differently.
  const key = `${table} ${databaseNowSql(connection)}`;
  const head =
    heads.get(key) ??
    connection.raw(`INSERT INTO ?? (${quoted}) VALUES`, [table, ...COLUMNS]).toQuery();
  heads.set(key, head);
  return head;
}
