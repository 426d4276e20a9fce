import { longTexts } from '../delivery';
import { chunks } from '../database/chunks';
import { resultRows } from '../database/dialect';
import { sequenceSql, type SequenceSql } from './sequence-sql';
import { insertDeliveries, valuesTuple, value } from './insert-deliveries';
import type { NewDelivery } from './new-delivery';
import {
  orderingKeyText,
  orderingKeyOf,
  NEW_GROUP,
  type OrderingKey,
  type GroupState,
} from '../ordering-key';
import type { Connection } from '../database/tables';
import { allocateSequences } from './allocate-sequences';

/**
 * Result of the insert. A delivery with a lease becomes `pending` if its message group has unsettled
 * deliveries.
 */
export interface EnqueueResult {
  sequence: number;
  status: 'pending' | 'sending';
}

/**
 * Inserts deliveries in the writer's own transaction, so that both commit or neither (I1). Returns the
 * results by delivery id.
 */
export async function enqueue(
  transaction: Connection,
  added: NewDelivery[],
): Promise<Map<string, EnqueueResult>> {
  const sql = sequenceSql(transaction);
  const placed = new Map<string, EnqueueResult>();
  // Counts across all statements, because a new message group is never read from the database.
  const countNew = createCounter();
  for (const chunk of chunks(added, ({ record }) => longTexts(record))) {
    const readsTable = sql !== null && chunk.some(({ newGroup }) => !newGroup);
    const rows = readsTable
      ? await insertWithSequenceSql(transaction, { sql, chunk, countNew })
      : await insertAfterRead(transaction, chunk, countNew);
    for (const row of rows) placed.set(row.delivery_id, row);
  }
  return placed;
}

interface InsertedRow extends EnqueueResult {
  delivery_id: string;
}

async function insertWithSequenceSql(
  transaction: Connection,
  { sql, chunk, countNew }: { sql: SequenceSql; chunk: NewDelivery[]; countNew: Counter },
): Promise<InsertedRow[]> {
  const count = createCounter();
  const tuples = chunk.map((delivery) => {
    const { documentId, webhookId } = orderingKeyOf(delivery.record);
    const key = [documentId, webhookId];
    if (delivery.newGroup) {
      const sequence = value(countNew(orderingKeyOf(delivery.record)));
      return valuesTuple(transaction, delivery, {
        sequence,
        status: value(initialStatus(delivery)),
      });
    }
    const ahead = count(orderingKeyOf(delivery.record));
    const waits = delivery.lease !== null && delivery.ordered;
    return valuesTuple(transaction, delivery, {
      sequence: { sql: `${sql.last} + ?`, values: [...key, ...key, ahead] },
      status: waits ? { sql: sql.status, values: key } : value(initialStatus(delivery)),
    });
  });
  const inserted = await insertDeliveries(
    transaction,
    tuples,
    ' RETURNING delivery_id, sequence, status',
  );
  return resultRows<InsertedRow>(transaction, inserted);
}

async function insertAfterRead(
  transaction: Connection,
  chunk: NewDelivery[],
  countNew: Counter,
): Promise<InsertedRow[]> {
  const keys = await allocateGroups(transaction, chunk);
  const count = createCounter();
  const rows = chunk.map((delivery): InsertedRow => {
    const key = keys.get(orderingKeyText(orderingKeyOf(delivery.record))) ?? NEW_GROUP;
    const sequence =
      key.last + (delivery.newGroup ? countNew : count)(orderingKeyOf(delivery.record));
    const status = delivery.ordered && key.occupied ? 'pending' : initialStatus(delivery);
    return { delivery_id: delivery.record.id, sequence, status };
  });
  const tuples = rows.map(({ sequence, status }, i) =>
    valuesTuple(transaction, chunk[i] as NewDelivery, {
      sequence: value(sequence),
      status: value(status),
    }),
  );
  await insertDeliveries(transaction, tuples, '');
  return rows;
}

async function allocateGroups(
  transaction: Connection,
  chunk: NewDelivery[],
): Promise<Map<string, GroupState>> {
  const counts = new Map<string, { key: OrderingKey; count: number }>();
  for (const delivery of chunk.filter(({ newGroup }) => !newGroup)) {
    const key = orderingKeyOf(delivery.record);
    const counted = counts.get(orderingKeyText(key)) ?? { key, count: 0 };
    counted.count += 1;
    counts.set(orderingKeyText(key), counted);
  }
  const states = new Map<string, GroupState>();
  for (const [text, { key, count }] of counts) {
    states.set(text, await allocateSequences(transaction, key, count));
  }
  return states;
}

function initialStatus({ lease }: NewDelivery): 'pending' | 'sending' {
  return lease ? 'sending' : 'pending';
}

type Counter = (key: OrderingKey) => number;

/** Counts rows for each message group, because a statement does not see its own rows. */
function createCounter(): Counter {
  const counts = new Map<string, number>();
  return (key) => {
    const text = orderingKeyText(key);
    const next = (counts.get(text) ?? 0) + 1;
    counts.set(text, next);
    return next;
  };
}
