import { laneKey, readLanes, type Lane, type LaneState } from './lane';
import { sequences, type Connection } from './tables';

/**
 * Takes the next `count` sequences of a lane, and tells how it was before. A transaction of MySQL sees the
 * lane as it was when it began to read. The counter it sees as it is, and keeps other writers of the
 * lane from it until it ends: it locks one row and no gap, for which editors would wait.
 */
export async function takeSequences(
  transaction: Connection,
  lane: Lane,
  count: number,
): Promise<LaneState> {
  const seen = (await readLanes(transaction, [lane])).get(laneKey(lane));
  const { last, occupied, counted } = seen ?? { last: 0, occupied: false, counted: false };
  const where = { document_id: lane.documentId, webhook_id: lane.webhookId };
  if (!counted) {
    await sequences(transaction)
      .insert({ ...where, last: 0 })
      .onConflict(['document_id', 'webhook_id'])
      .ignore();
  }
  const next = transaction.raw('GREATEST(??, ?) + ?', ['last', last, count]);
  await sequences(transaction).where(where).update({ last: next });
  const row = (await sequences(transaction).select('last').where(where).first()) as {
    last: number | string;
  };
  const before = Number(row.last) - count;
  // Somebody has written since: whether that is settled cannot be seen.
  return { last: before, occupied: occupied || before > last, counted: true };
}
