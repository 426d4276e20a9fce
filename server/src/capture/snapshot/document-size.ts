import { targetsOf, visibleAttributes, type GetModel, type Model } from '../../schema/model';
import { leastJsonBytes } from './json-size';
import type { Row } from '../filter/projection';
import type { WriteCache } from './write-cache';

/** Placeholder for a whole document that was not read because it is too large to store. */
export class UnreadDocument {
  /** Lower bound of the size as JSON text. */
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
 * Lower bound of the size of a whole document in bytes, from its row and the components that its action
 * wrote. Relations are not counted and nothing is read.
 */
export function leastWrittenBytes(
  written: WriteCache,
  owner: OwnedRow,
  getModel: GetModel,
): number {
  return leastBytes(owner, getModel, {
    componentsOf: ({ model, row }, name) => toRows(written.get(model.uid, row['id'])?.data[name]),
    contentOf: (uid, { id }) => written.get(uid, id)?.row ?? null,
  });
}

/** Lower bound of the size of a document in bytes, from the attributes of a row that was read. */
export function leastReadBytes(owner: OwnedRow, getModel: GetModel): number {
  return leastBytes(owner, getModel, {
    componentsOf: ({ row }, name) => toRows(row[name]),
    contentOf: (_uid, component) => component,
  });
}

interface KnownRows {
  /** Components in an attribute. A component that was just written has little more than its id. */
  componentsOf(owner: OwnedRow, name: string): Row[];
  /** Null if the content is unknown. */
  contentOf(uid: string, component: Row): Row | null;
}

/** Private attributes are never sent and are not counted. */
function leastBytes({ model, row }: OwnedRow, getModel: GetModel, known: KnownRows): number {
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

function toRows(value: unknown): Row[] {
  const rows = Array.isArray(value) ? (value as unknown[]) : [value];
  return rows.filter((row): row is Row => typeof row === 'object' && row !== null);
}
