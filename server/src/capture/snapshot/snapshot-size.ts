import { exceedsBytes } from '../../outbox/database/utf8-size';
import { targetsOf, visibleAttributes, type GetModel, type Model } from '../../schema/model';
import type { Row } from '../filter/projection';
import type { WriteCache } from './write-cache';

interface StoredTexts {
  snapshot: string | null;
  context: string | null;
}

/**
 * Limits a document to the size that the outbox stores. An oversized statement would fail the editor's save
 * (I4), so a document that is too large is replaced with an error message, which the relay reports.
 */
export function limitSnapshot(
  captured: StoredTexts & { tooLarge: string | null },
  maxBytes: number,
): StoredTexts {
  const { snapshot, context } = captured;
  const problem = captured.tooLarge ?? snapshotSizeProblem({ snapshot, context }, maxBytes);
  if (problem === null) return { snapshot, context };
  return { snapshot: null, context: JSON.stringify({ tooLarge: problem }) };
}

/** Error message if the captured document is too large; else null. */
export function snapshotSizeProblem(
  { snapshot, context }: StoredTexts,
  maxBytes: number,
): string | null {
  const bytes = exceedsBytes(maxBytes, snapshot, context);
  return bytes === null ? null : tooLarge(String(bytes), maxBytes);
}

/** Error message for a document of `bytes` bytes. */
export function tooLarge(bytes: string, maxBytes: number): string {
  return `The captured document has ${bytes} bytes and was not stored: the limit is ${String(maxBytes)}. Send fewer fields, or raise delivery.maxSnapshotBytes`;
}

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

/**
 * Lower bound of the size of values as JSON text, in bytes, without building the text: each character takes
 * at least one byte. Iterative, because a JSON field may be nested deeper than the stack allows.
 */
export function leastJsonBytes(...values: unknown[]): number {
  const open = [...values];
  let bytes = 0;
  for (let value = open.pop(); open.length > 0 || value !== undefined; value = open.pop()) {
    if (typeof value === 'string') bytes += value.length + QUOTES;
    else if (typeof value !== 'object' || value === null) bytes += value === undefined ? 0 : 1;
    else if (Array.isArray(value)) {
      bytes += BRACKETS;
      for (const item of value as unknown[]) open.push(item);
    } else if (!(value instanceof Date)) {
      bytes += BRACKETS;
      for (const [key, child] of Object.entries(value)) {
        if (child === undefined) continue;
        bytes += key.length + QUOTES + COLON;
        open.push(child);
      }
    }
  }
  return bytes;
}

const QUOTES = 2;
const BRACKETS = 2;
const COLON = 1;
