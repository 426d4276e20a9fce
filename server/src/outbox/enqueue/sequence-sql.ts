import { DELIVERY_TABLE, SEQUENCE_TABLE } from '../../plugin-id';
import { GROUP_STATUSES } from '../delivery';
import { insertCanRead } from '../database/dialect';
import { inSchema, type Connection } from '../database/tables';

/**
 * SQL with which an INSERT reads the message group of its delivery. The placeholders are (document,
 * webhook).
 */
export interface SequenceSql {
  /** The last sequence of the group, or 0. Takes the pair twice. */
  last: string;
  /** `pending` if the group has an unsettled delivery, else `sending`. Takes the pair once. */
  status: string;
}

const sqlByTable = new Map<string, SequenceSql>();

/**
 * Null on databases where an INSERT cannot read its own table. `allocateSequences` then reads the group
 * first.
 */
export function sequenceSql(connection: Connection): SequenceSql | null {
  if (!insertCanRead(connection)) return null;
  const key = inSchema(connection, DELIVERY_TABLE);
  const sql = sqlByTable.get(key) ?? writeSequenceSql(connection);
  sqlByTable.set(key, sql);
  return sql;
}

function writeSequenceSql(connection: Connection): SequenceSql {
  const [deliveriesTable, sequences] = [DELIVERY_TABLE, SEQUENCE_TABLE].map((table) =>
    connection.raw('??', [inSchema(connection, table)]).toQuery(),
  );
  const inGroup = 'document_id = ? AND webhook_id = ?';
  const statuses = GROUP_STATUSES.map((status) => `('${status}')`).join(', ');
  // One index lookup for each status, however long the history is (I6).
  const newest = `SELECT MAX(sequence) FROM ${String(deliveriesTable)} WHERE ${inGroup} AND status = column1`;
  return {
    // Reads both tables, because the newest delivery of a group can be pruned first: failed deliveries are
    // kept longer than others.
    last:
      `COALESCE((SELECT MAX(known.last) FROM (` +
      `SELECT (${newest}) AS last FROM (VALUES ${statuses}) AS statuses` +
      ` UNION ALL SELECT last FROM ${String(sequences)} WHERE ${inGroup}) AS known), 0)`,
    status:
      `CASE WHEN EXISTS (SELECT 1 FROM ${String(deliveriesTable)} WHERE ${inGroup}` +
      ` AND status IN ('pending', 'sending')) THEN 'pending' ELSE 'sending' END`,
  };
}
