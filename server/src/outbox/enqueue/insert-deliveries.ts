import { DELIVERY_TABLE } from '../../plugin-id';
import { databaseNowSql } from '../database/dialect';
import type { NewDelivery } from './enqueue';
import { runPrepared } from '../database/prepared-statement';
import { inSchema, type Connection } from '../database/tables';

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
const BEFORE_LOOKED = [
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
const LOOKED = ['sequence', 'status'];
const TIMES = ['due_at', 'locked_until'];
const AFTER_TIMES = [
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
const COLUMNS = [...BEFORE_LOOKED, ...LOOKED, ...TIMES, ...AFTER_TIMES];

const placesOf = (columns: string[]): string => columns.map(() => '?').join(', ');
const PLACES_BEFORE = placesOf(BEFORE_LOOKED);
const PLACES_AFTER = placesOf(AFTER_TIMES);

export function tupleOf(
  transaction: Connection,
  { record, lease, delayMs }: NewDelivery,
  { sequence, status }: Looked,
): Cell {
  const { event, body } = record;
  const later = `${databaseNowSql(transaction)} + ?`;
  return {
    sql: `(${PLACES_BEFORE}, ${sequence.sql}, ${status.sql}, ${later}, ${later}, ${PLACES_AFTER})`,
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
 * Raw SQL, for an editor waits for this: knex's builder alone would take as long as the database. A single
 * delivery is the rule, and its statement always the same.
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
  // Databases quote differently.
  const key = `${table} ${databaseNowSql(connection)}`;
  const head =
    heads.get(key) ??
    connection.raw(`INSERT INTO ?? (${quoted}) VALUES`, [table, ...COLUMNS]).toQuery();
  heads.set(key, head);
  return head;
}
