import type { Row } from './project';
import type { QueryParams, QueryWrite } from './query-write';

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
 * What the calls of an action wrote, rows of components among them. Strapi reads each row again when it
 * has written it: capture need not read it once more while an editor waits.
 */
export interface WrittenEntries {
  note(call: WrittenCall): void;
  get(uid: string, id: unknown): Written | undefined;
}

export function createWrittenEntries(): WrittenEntries {
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
