import type { ComponentRead } from './component-rows';
import type { Row } from './project';
import type { WrittenEntries } from './written-entries';

export interface Owner {
  uid: string;
  row: Row;
}

/**
 * Adds the components to their owner as the action itself wrote them. False where it did not write all
 * of them: then they must be read.
 */
export function addWritten(
  written: WrittenEntries,
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

function componentOf(written: WrittenEntries, read: ComponentRead, id: unknown): Row | null {
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
