import type { Core } from '@strapi/strapi';

import type { DocumentStatus } from '../write-scope/net-effect';
import type { WatchedType } from '../../schema/watched-type';

/** What tells which version of which document a row of the database is. */
export interface RowIdentity {
  id: number;
  /** Rows that were inserted as plain SQL may have none: then their own id stands for it. */
  documentId: string;
  /** Null of a type without locales. */
  locale: string | null;
  /** Null of a type without draft & publish. */
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
  return (found as IdentityColumns[]).map((row) => identityOf(type, row));
}

/** Any number of rows by their ids, or by their documents' ids. */
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
 * The row that `update` and `delete` take, of all that the query fits: no order says which, so it must be
 * asked for just as they do. Other columns may be read by another index, and in its order.
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
    ? [identityOf(type, row)]
    : findIdentitiesIn(strapi, type, ['id', [row.id]]);
}

/** Null where the row does not hold all that tells. */
export function identityIn(type: WatchedType, row: object): RowIdentity | null {
  const { id, documentId } = row as IdentityColumns;
  if (typeof id !== 'number' || documentId === undefined) return null;
  if (type.localized && !('locale' in row)) return null;
  if (type.draftAndPublish && !('publishedAt' in row)) return null;
  return identityOf(type, row as IdentityColumns);
}

function identityOf(
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

/** A document in one locale. */
export function textKey({
  documentId,
  locale,
}: Pick<RowIdentity, 'documentId' | 'locale'>): string {
  return JSON.stringify([documentId, locale]);
}

/** The row of a document in one locale and status: its numeric id changes with every publish. */
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

/** Databases limit the values of a statement. */
export function batchesOf<T>(all: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (let at = 0; at < all.length; at += BATCH) batches.push(all.slice(at, at + BATCH));
  return batches;
}
