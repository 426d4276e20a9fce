import type { Core } from '@strapi/strapi';

import type { WatchedType } from '../../schema/watched-type';

/** Null for types without draft & publish. */
export type DocumentStatus = 'draft' | 'published' | null;

/** Identifies a row as one version of one document. */
export interface RowIdentity {
  id: number;
  /** The row's id as text if it has no documentId, because it was inserted with plain SQL. */
  documentId: string;
  /** Null for types without locales. */
  locale: string | null;
  status: DocumentStatus;
}

interface IdentityColumns {
  id: number;
  documentId?: string | null;
  locale?: string | null;
  publishedAt?: unknown;
}

const BATCH = 200;
const COLUMNS = ['id', 'documentId', 'locale', 'publishedAt'];

export async function findIdentities(
  strapi: Core.Strapi,
  type: WatchedType,
  query: object,
): Promise<RowIdentity[]> {
  const found: unknown = await strapi.db.query(type.uid).findMany({ ...query, select: COLUMNS });
  return (found as IdentityColumns[]).map((row) => toIdentity(type, row));
}

/** Finds any number of rows by their ids or documentIds, in batches. */
export async function findIdentitiesIn(
  strapi: Core.Strapi,
  type: WatchedType,
  [key, values]: [key: 'id' | 'documentId', values: readonly unknown[]],
): Promise<RowIdentity[]> {
  const rows: RowIdentity[] = [];
  for (const $in of batchesOf(values)) {
    rows.push(...(await findIdentities(strapi, type, { where: { [key]: { $in } } })));
  }
  return rows;
}

/**
 * Finds the row that `update` or `delete` affects: the first match without ORDER BY. Runs the identical
 * query, because a query for other columns may use another index and return another row first.
 */
export async function findFirstIdentity(
  strapi: Core.Strapi,
  type: WatchedType,
  { where, select }: { where?: unknown; select?: unknown },
): Promise<RowIdentity[]> {
  const selected = select === undefined ? {} : { select: ['id', select].flat() };
  const first: unknown = await strapi.db.query(type.uid).findOne({ where, ...selected });
  if (first === null) return [];
  const row = first as IdentityColumns;
  return select === undefined
    ? [toIdentity(type, row)]
    : findIdentitiesIn(strapi, type, ['id', [row.id]]);
}

/** Null if the row lacks a column of the identity. */
export function readIdentity(type: WatchedType, row: object): RowIdentity | null {
  const { id, documentId } = row as IdentityColumns;
  if (typeof id !== 'number' || documentId === undefined) return null;
  if (type.localized && !('locale' in row)) return null;
  if (type.draftAndPublish && !('publishedAt' in row)) return null;
  return toIdentity(type, row as IdentityColumns);
}

function toIdentity(
  { draftAndPublish, localized }: WatchedType,
  row: IdentityColumns,
): RowIdentity {
  const status = (row.publishedAt ?? null) === null ? 'draft' : 'published';
  return {
    id: row.id,
    documentId: row.documentId ?? String(row.id),
    locale: localized ? (row.locale ?? null) : null,
    status: draftAndPublish ? status : null,
  };
}

/** Key of a document in one locale. */
export function localeKey({
  documentId,
  locale,
}: Pick<RowIdentity, 'documentId' | 'locale'>): string {
  return JSON.stringify([documentId, locale]);
}

/**
 * Query for the row of a document in one locale and status. The numeric id is no key, because it changes
 * with every publish.
 */
export function whereVersion(
  { localized }: WatchedType,
  { documentId, locale, status }: Pick<RowIdentity, 'documentId' | 'locale' | 'status'>,
): object {
  return {
    documentId,
    ...(localized ? { locale } : {}),
    ...(status === null
      ? {}
      : { publishedAt: { [status === 'draft' ? '$null' : '$notNull']: true } }),
  };
}

/** Splits values into batches, because databases limit the parameters of a statement. */
export function batchesOf<T>(all: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (let at = 0; at < all.length; at += BATCH) batches.push(all.slice(at, at + BATCH));
  return batches;
}
