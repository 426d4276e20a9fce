import { longTextsOf, type DeliveryRecord, type FrozenBody } from '../delivery';
import { chunks } from '../database/chunks';
import { rowsOf } from '../database/dialect';
import { sequenceSql, type SequenceSql } from './sequence-sql';
import { insertDeliveries, tupleOf, value } from './insert-deliveries';
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
 * Who may settle a delivery that is `sending`, and for how long. Each claim has a token of its own:
 * an instance that claims again what it once lost is fenced from its former self too.
 */
export interface Lease {
  token: string;
  leaseMs: number;
  /** When it was given, by this process's monotonic clock, in milliseconds. */
  givenAt: number;
}

/** A delivery that was leased, and its body frozen, in the writer's transaction. */
export interface LeasedDelivery {
  record: DeliveryRecord;
  body: FrozenBody;
  lease: Lease;
}

/** A delivery may be born leased: then its own instance sends it at once, without a claim. */
export interface NewDelivery {
  record: DeliveryRecord;
  lease: Lease | null;
  /** Whether it must wait for what is unsettled of its lane. */
  ordered: boolean;
  /** Whether nothing of its lane was there before this write. */
  newLane: boolean;
  /** Milliseconds it waits before it is due, for others to be merged into it. */
  delayMs: number;
}

/** What enqueueing found out: a delivery that was born leased may have to wait all the same. */
export interface Placed {
  sequence: number;
  status: 'pending' | 'sending';
}

/** Stores deliveries in the writer's own transaction, so that both commit or neither. */
export async function enqueue(
  transaction: Connection,
  added: NewDelivery[],
): Promise<Map<string, Placed>> {
  const look = sequenceSql(transaction);
  const placed = new Map<string, Placed>();
  // Over all statements: a new lane is never looked into.
  const countNew = createCounter();
  for (const chunk of chunks(added, ({ record }) => longTextsOf(record))) {
    const looks = look !== null && chunk.some(({ newLane }) => !newLane);
    const rows = looks
      ? await insertLooking(transaction, { look, chunk, countNew })
      : await insertAfterLook(transaction, chunk, countNew);
    for (const row of rows) placed.set(row.delivery_id, row);
  }
  return placed;
}

interface InsertedRow extends Placed {
  delivery_id: string;
}

async function insertLooking(
  transaction: Connection,
  { look, chunk, countNew }: { look: SequenceSql; chunk: NewDelivery[]; countNew: Counter },
): Promise<InsertedRow[]> {
  const count = createCounter();
  const tuples = chunk.map((one) => {
    const { documentId, webhookId } = orderingKeyOf(one.record);
    const key = [documentId, webhookId];
    if (one.newLane) {
      const sequence = value(countNew(orderingKeyOf(one.record)));
      return tupleOf(transaction, one, { sequence, status: value(statusOf(one)) });
    }
    const ahead = count(orderingKeyOf(one.record));
    const waits = one.lease !== null && one.ordered;
    return tupleOf(transaction, one, {
      sequence: { sql: `${look.last} + ?`, values: [...key, ...key, ahead] },
      status: waits ? { sql: look.status, values: key } : value(statusOf(one)),
    });
  });
  const inserted = await insertDeliveries(
    transaction,
    tuples,
    ' RETURNING delivery_id, sequence, status',
  );
  return rowsOf<InsertedRow>(transaction, inserted);
}

async function insertAfterLook(
  transaction: Connection,
  chunk: NewDelivery[],
  countNew: Counter,
): Promise<InsertedRow[]> {
  const keys = await lanesBefore(transaction, chunk);
  const count = createCounter();
  const rows = chunk.map((one): InsertedRow => {
    const key = keys.get(orderingKeyText(orderingKeyOf(one.record))) ?? NEW_GROUP;
    const sequence = key.last + (one.newLane ? countNew : count)(orderingKeyOf(one.record));
    const status = one.ordered && key.occupied ? 'pending' : statusOf(one);
    return { delivery_id: one.record.id, sequence, status };
  });
  const tuples = rows.map(({ sequence, status }, i) =>
    tupleOf(transaction, chunk[i] as NewDelivery, {
      sequence: value(sequence),
      status: value(status),
    }),
  );
  await insertDeliveries(transaction, tuples, '');
  return rows;
}

async function lanesBefore(
  transaction: Connection,
  chunk: NewDelivery[],
): Promise<Map<string, GroupState>> {
  const counts = new Map<string, { key: OrderingKey; count: number }>();
  for (const one of chunk.filter(({ newLane }) => !newLane)) {
    const key = orderingKeyOf(one.record);
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

function statusOf({ lease }: NewDelivery): 'pending' | 'sending' {
  return lease ? 'sending' : 'pending';
}

type Counter = (key: OrderingKey) => number;

/** Counts rows, lane by lane: a statement does not see its own. */
function createCounter(): Counter {
  const counts = new Map<string, number>();
  return (key) => {
    const text = orderingKeyText(key);
    const next = (counts.get(text) ?? 0) + 1;
    counts.set(text, next);
    return next;
  };
}
