import { targetsOf, visibleAttributes, type GetModel, type Model } from '../../schema/model';
import { leastJsonBytes } from './json-size';
import type { Row } from '../filter/projection';
import type { WriteCache } from './write-cache';

/** Stands for a whole document that was not read, because it is too large to be kept. */
export class UnreadDocument {
  /** As JSON text. */
  readonly leastBytes: number;

  constructor(leastBytes: number) {
    this.leastBytes = leastBytes;
  }
}

export interface OwnedRow {
  model: Model;
  row: Row;
}

/**
 * The least number of bytes of a whole document, by its row and those rows of components that its action
 * wrote. What it relates to is not counted. Nothing is read to tell.
 */
export function leastWrittenBytes(
  written: WriteCache,
  owner: OwnedRow,
  getModel: GetModel,
): number {
  return leastBytes(owner, getModel, {
    componentsOf: ({ model, row }, name) => rowsIn(written.get(model.uid, row['id'])?.data[name]),
    contentOf: (uid, { id }) => written.get(uid, id)?.row ?? null,
  });
}

/** The same by a row as it was read, whichever of its attributes it has. */
export function leastReadBytes(owner: OwnedRow, getModel: GetModel): number {
  return leastBytes(owner, getModel, {
    componentsOf: ({ row }, name) => rowsIn(row[name]),
    contentOf: (_uid, component) => component,
  });
}

interface Known {
  /** What stands in an attribute: of a component that was written, little more than its id. */
  componentsOf(owner: OwnedRow, name: string): Row[];
  /** Null where it is not known. */
  contentOf(uid: string, component: Row): Row | null;
}

/** What never leaves is no part of the document, and is not counted. */
function leastBytes({ model, row }: OwnedRow, getModel: GetModel, known: Known): number {
  let bytes = 0;
  for (const [name, attribute] of visibleAttributes(model)) {
    const { type, component } = attribute;
    if (targetsOf(attribute).length === 0) bytes += leastJsonBytes(row[name]);
    if (type !== 'component' && type !== 'dynamiczone') continue;
    for (const part of known.componentsOf({ model, row }, name)) {
      const inner = getModel(component ?? String(part['__component']));
      const content = inner && known.contentOf(inner.uid, part);
      if (content) bytes += leastBytes({ model: inner, row: content }, getModel, known);
    }
  }
  return bytes;
}

function rowsIn(value: unknown): Row[] {
  const rows = Array.isArray(value) ? (value as unknown[]) : [value];
  return rows.filter((row): row is Row => typeof row === 'object' && row !== null);
}
