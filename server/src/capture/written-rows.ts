import type { Core } from '@strapi/strapi';

import type { WatchedType } from '../schema/watched-type';
import type { DocumentStatus } from './events-of';

/** What tells which document a row of the database is of. */
export interface WrittenRow {
  id: number;
  documentId: string | null;
  locale: string | null;
  publishedAt: unknown;
}

const BATCH = 200;
const IDENTITY = ['id', 'documentId', 'locale', 'publishedAt'];

export async function findRows(
  strapi: Core.Strapi,
  { uid }: WatchedType,
  query: object,
): Promise<WrittenRow[]> {
  const found: unknown = await strapi.db.query(uid).findMany({ ...query, select: IDENTITY });
  return speaking(found as WrittenRow[]);
}

/** Any number of rows by their ids, or by their documents' ids. */
export async function findRowsIn(
  strapi: Core.Strapi,
  type: WatchedType,
  keys: Partial<Record<'id' | 'documentId', unknown[]>>,
): Promise<WrittenRow[]> {
  const rows: WrittenRow[] = [];
  for (const [name, values] of Object.entries(keys)) {
    for (const $in of batchesOf(values)) {
      rows.push(...(await findRows(strapi, type, { where: { [name]: { $in } } })));
    }
  }
  return speaking(rows);
}

/** Databases limit the values of a statement. */
export function batchesOf<T>(all: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (let at = 0; at < all.length; at += BATCH) batches.push(all.slice(at, at + BATCH));
  return batches;
}

/** Where a query hits both rows of a document in one locale, the published one speaks for its draft. */
function speaking(rows: WrittenRow[]): WrittenRow[] {
  const published = new Set(rows.filter(isPublished).map(textOf));
  return rows.filter((row) => isPublished(row) || !published.has(textOf(row)));
}

function isPublished({ publishedAt }: WrittenRow): boolean {
  return publishedAt !== null;
}

function textOf({ id, documentId, locale }: WrittenRow): string {
  return JSON.stringify([documentId ?? id, locale]);
}

/**
 * The row that `update` and `delete` take, of all that the query fits: no order says which, so it must be
 * asked for just as they do. Other columns may be read by another index, and in its order.
 */
export async function findFirstRow(
  strapi: Core.Strapi,
  type: WatchedType,
  { where, select }: { where?: unknown; select?: unknown },
): Promise<WrittenRow | null> {
  const selected = select === undefined ? {} : { select: ['id', select].flat() };
  const first: unknown = await strapi.db.query(type.uid).findOne({ where, ...selected });
  if (first === null || select === undefined) return first as WrittenRow | null;
  const [row] = await findRowsIn(strapi, type, { id: [(first as WrittenRow).id] });
  return row ?? null;
}

/** Rows that were inserted as plain SQL may have no documentId: then their own id stands for it. */
export function documentOf(
  { draftAndPublish, localized }: WatchedType,
  row: WrittenRow,
): { documentId: string; locale: string | null; status: DocumentStatus } {
  const status = isPublished(row) ? 'published' : 'draft';
  return {
    documentId: row.documentId ?? String(row.id),
    locale: localized ? row.locale : null,
    status: draftAndPublish ? status : null,
  };
}
