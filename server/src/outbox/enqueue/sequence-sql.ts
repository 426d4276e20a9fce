import { DELIVERY_TABLE, SEQUENCE_TABLE } from '../../plugin-id';
import { GROUP_STATUSES } from '../delivery';
import { insertLooks } from '../database/dialect';
import { inSchema, type Connection } from '../database/tables';

/** What an INSERT of a delivery finds out about its lane by itself. Each takes (document, webhook). */
export interface SequenceSql {
  /** The last sequence of the lane, or 0. Takes the pair twice. */
  last: string;
  /** `pending` behind an unsettled delivery, `sending` in front. Takes the pair once. */
  status: string;
}

const laneSqls = new Map<string, SequenceSql>();

/** Null where an INSERT must not look: then the lane is read beforehand. */
export function sequenceSql(connection: Connection): SequenceSql | null {
  if (!insertLooks(connection)) return null;
  const key = inSchema(connection, DELIVERY_TABLE);
  const sql = laneSqls.get(key) ?? writeLaneSql(connection);
  laneSqls.set(key, sql);
  return sql;
}

function writeLaneSql(connection: Connection): SequenceSql {
  const [deliveriesTable, sequences] = [DELIVERY_TABLE, SEQUENCE_TABLE].map((table) =>
    connection.raw('??', [inSchema(connection, table)]).toQuery(),
  );
  const inLane = 'document_id = ? AND webhook_id = ?';
  const statuses = GROUP_STATUSES.map((status) => `('${status}')`).join(', ');
  // One step into the index for each status, however long the history is.
  const newest = `SELECT MAX(sequence) FROM ${String(deliveriesTable)} WHERE ${inLane} AND status = column1`;
  return {
    // Both, for of a lane the newest may be pruned before others: what is failed is kept longer.
    last:
      `COALESCE((SELECT MAX(known.last) FROM (` +
      `SELECT (${newest}) AS last FROM (VALUES ${statuses}) AS statuses` +
      ` UNION ALL SELECT last FROM ${String(sequences)} WHERE ${inLane}) AS known), 0)`,
    status:
      `CASE WHEN EXISTS (SELECT 1 FROM ${String(deliveriesTable)} WHERE ${inLane}` +
      ` AND status IN ('pending', 'sending')) THEN 'pending' ELSE 'sending' END`,
  };
}
