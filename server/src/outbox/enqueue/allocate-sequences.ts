import {
  orderingKeyText,
  NEW_GROUP,
  readGroupStates,
  type OrderingKey,
  type GroupState,
} from '../ordering-key';
import { sequences, type Connection } from '../database/tables';

/**
 * Allocates the next `count` sequences of a message group and returns the state of the group before. For
 * databases on which an INSERT cannot read its own table (MySQL, MariaDB). There a transaction reads the
 * group as it was at its first read, but an update sees the current counter and locks it against other
 * writers of the group until the transaction ends. The counter is updated by its id, because MariaDB would
 * also lock the gap beside its key and block writers of other documents.
 */
export async function allocateSequences(
  transaction: Connection,
  key: OrderingKey,
  count: number,
): Promise<GroupState> {
  const state = (await readGroupStates(transaction, [key])).get(orderingKeyText(key)) ?? NEW_GROUP;
  const { last, occupied } = state;
  const columns = { document_id: key.documentId, webhook_id: key.webhookId };
  const counter = state.counter ?? (await addCounter(transaction, columns));
  const where = counter === null ? columns : { id: counter };
  const next = transaction.raw('GREATEST(??, ?) + ?', ['last', last, count]);
  await sequences(transaction).where(where).update({ last: next });
  const row = (await sequences(transaction).select('last').where(where).first()) as {
    last: number | string;
  };
  const before = Number(row.last) - count;
  // Another transaction has added deliveries since the first read. Their status is not visible here, so the
  // group counts as occupied.
  return { last: before, occupied: occupied || before > last, counter };
}

/**
 * Adds the counter of a group. Null if another transaction has added it since this transaction's first
 * read.
 */
async function addCounter(transaction: Connection, key: object): Promise<number | null> {
  const [id] = await sequences(transaction)
    .insert({ ...key, last: 0 })
    .onConflict(['document_id', 'webhook_id'])
    .ignore();
  return id === undefined || id === 0 ? null : id;
}
