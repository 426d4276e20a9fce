import {
  orderingKeyText,
  NEW_GROUP,
  readGroupStates,
  type OrderingKey,
  type GroupState,
} from '../ordering-key';
import { sequences, type Connection } from '../database/tables';

/**
 * Takes the next `count` sequences of a lane, and tells how it was before. A transaction of MySQL sees the
 * lane as it was when it began to read. The counter it sees as it is, and keeps other writers of the
 * lane from it until it ends. By its id: by its key MariaDB would lock the gap beside it too, and writers of
 * other documents would wait.
 */
export async function allocateSequences(
  transaction: Connection,
  key: OrderingKey,
  count: number,
): Promise<GroupState> {
  const seen = (await readGroupStates(transaction, [key])).get(orderingKeyText(key)) ?? NEW_GROUP;
  const { last, occupied } = seen;
  const columns = { document_id: key.documentId, webhook_id: key.webhookId };
  const counter = seen.counter ?? (await addCounter(transaction, columns));
  const where = counter === null ? columns : { id: counter };
  const next = transaction.raw('GREATEST(??, ?) + ?', ['last', last, count]);
  await sequences(transaction).where(where).update({ last: next });
  const row = (await sequences(transaction).select('last').where(where).first()) as {
    last: number | string;
  };
  const before = Number(row.last) - count;
  // Somebody has written since: whether that is settled cannot be seen.
  return { last: before, occupied: occupied || before > last, counter };
}

/** Null where another has added it since this transaction began to read. */
async function addCounter(transaction: Connection, key: object): Promise<number | null> {
  const [id] = await sequences(transaction)
    .insert({ ...key, last: 0 })
    .onConflict(['document_id', 'webhook_id'])
    .ignore();
  return id === undefined || id === 0 ? null : id;
}
