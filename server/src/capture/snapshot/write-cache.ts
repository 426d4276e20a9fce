import type { ComponentPart } from './component-plan';
import type { Row } from '../filter/projection';
import type { QueryParams, QueryWrite } from '../query-engine/query-write';

interface Written {
  /** The row as read after the write; null if the call selected columns. */
  row: Row | null;
  /** The data of the write, which names its components. */
  data: Row;
  /** Whether `data` is complete, so that an attribute that it does not name is empty. */
  whole: boolean;
}

export interface WrittenCall {
  uid: string;
  write: QueryWrite;
  params: QueryParams;
  result: unknown;
}

/**
 * Rows that a scope wrote, including components. Strapi reads each row again after writing it, so capture
 * does not have to read it while an editor waits.
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
    const byId = byType.get(uid) ?? new Map<unknown, Written>();
    byType.set(uid, byId);
    const earlier = byId.get(id);
    byId.set(id, {
      row: select === undefined ? row : null,
      data: { ...earlier?.data, ...(data as Row) },
      whole: write === 'create' || earlier?.whole === true,
    });
  }

  return {
    note(call) {
      if (call.write === 'create' || call.write === 'update') noteRow(call);
      // The rows that other calls affect are not known here.
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
 * Adds the components that the action itself wrote to their owner. Returns false if it did not write all of
 * them; they must then be read.
 */
export function addWritten(
  written: WriteCache,
  parts: readonly ComponentPart[],
  { uid, row }: Owner,
): boolean {
  const cached = written.get(uid, row['id']);
  if (!cached) return false;
  return parts.every((part) => {
    const value = cached.data[part.name];
    if (value === undefined && !cached.whole) return false;
    const rows = componentIds(value)?.map((id) => cachedComponent(written, part, id));
    if (!rows?.every((one) => one !== null)) return false;
    row[part.name] = part.repeatable ? rows : (rows[0] ?? null);
    return true;
  });
}

function cachedComponent(written: WriteCache, part: ComponentPart, id: unknown): Row | null {
  const row = written.get(part.uid, id)?.row;
  if (!row) return null;
  const copy: Row = Object.assign({}, row);
  return addWritten(written, part.inner, { uid: part.uid, row: copy }) ? copy : null;
}

/** The Document Service passes the ids of the components that it has written, in order. */
function componentIds(value: unknown): unknown[] | null {
  if (value === undefined || value === null) return [];
  const ids = (Array.isArray(value) ? value : [value]).map((one) => (one as Row | null)?.['id']);
  return ids.every((id) => typeof id === 'number') ? ids : null;
}
