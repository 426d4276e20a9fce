import type { ComponentRead } from './component-reader';
import type { Row } from '../filter/projection';
import type { QueryParams, QueryWrite } from '../query-engine/query-write';

interface Written {
  /** As the database had it after the write; null where the call selected. */
  row: Row | null;
  /** What was given, by which its components are known. */
  data: Row;
  /** Whether that is all there is, so that what it does not name is not there. */
  whole: boolean;
}

export interface WrittenCall {
  uid: string;
  write: QueryWrite;
  params: QueryParams;
  result: unknown;
}

/**
 * What the calls of a scope wrote, rows of components among them. Strapi reads each row again when it
 * has written it: capture need not read it once more while an editor waits.
 */
export interface WriteCache {
  note(call: WrittenCall): void;
  get(uid: string, id: unknown): Written | undefined;
}

export function createWriteCache(): WriteCache {
  const byType = new Map<string, Map<unknown, Written>>();

  function noteRow({ uid, write, params: { select, data }, result }: WrittenCall): void {
    const row = result as Row | null;
    const id = row?.['id'];
    if (id === undefined) {
      byType.delete(uid);
      return;
    }
    const ofType = byType.get(uid) ?? new Map<unknown, Written>();
    byType.set(uid, ofType);
    const earlier = ofType.get(id);
    ofType.set(id, {
      row: select === undefined ? row : null,
      data: { ...earlier?.data, ...(data as Row) },
      whole: write === 'create' || earlier?.whole === true,
    });
  }

  return {
    note(call) {
      if (call.write === 'create' || call.write === 'update') noteRow(call);
      // Which rows others hit is not known here.
      else if (call.write !== 'createMany') byType.delete(call.uid);
    },
    get: (uid, id) => byType.get(uid)?.get(id),
  };
}

export interface Owner {
  uid: string;
  row: Row;
}

/**
 * Adds the components to their owner as the action itself wrote them. False where it did not write all
 * of them: then they must be read.
 */
export function addWritten(
  written: WriteCache,
  reads: readonly ComponentRead[],
  { uid, row }: Owner,
): boolean {
  const own = written.get(uid, row['id']);
  if (!own) return false;
  return reads.every((read) => {
    const given = own.data[read.name];
    if (given === undefined && !own.whole) return false;
    const rows = idsOf(given)?.map((id) => componentOf(written, read, id));
    if (!rows?.every((one) => one !== null)) return false;
    row[read.name] = read.repeatable ? rows : (rows[0] ?? null);
    return true;
  });
}

function componentOf(written: WriteCache, read: ComponentRead, id: unknown): Row | null {
  const row = written.get(read.uid, id)?.row;
  if (!row) return null;
  const copy: Row = Object.assign({}, row);
  return addWritten(written, read.inner, { uid: read.uid, row: copy }) ? copy : null;
}

/** The Document Service gives the ids of the components that it has written, in their order. */
function idsOf(given: unknown): unknown[] | null {
  if (given === undefined || given === null) return [];
  const ids = (Array.isArray(given) ? given : [given]).map((one) => (one as Row | null)?.['id']);
  return ids.every((id) => typeof id === 'number') ? ids : null;
}
