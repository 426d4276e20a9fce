import type { Core } from '@strapi/strapi';

import type { WatchedType } from '../../schema/watched-type';
import type { Row } from '../filter/projection';
import type { BeforeImages } from '../write-scope/before-images';
import type { QueryCall, QueryParams } from './query-write';
import { findIdentities, findIdentitiesIn, readIdentity, type RowIdentity } from './row-identity';

/** The writes of one call to one row. */
export interface WrittenRow {
  id: number;
  /** Null if not known yet. */
  identity: RowIdentity | null;
  /** The row as Strapi read it after the write; null if it did not read it. */
  entry: Row | null;
}

export interface WrittenCall {
  type: WatchedType;
  query: QueryCall;
  result: unknown;
}

/** The rows that a call has written. */
export async function findWrittenRows(
  strapi: Core.Strapi,
  before: BeforeImages,
  { type, query, result }: WrittenCall,
): Promise<WrittenRow[]> {
  const { write, params, rows } = query;
  switch (write) {
    case 'create': {
      const entry = result as Row | null;
      const whole = { publishedAt: null, locale: null, ...(params.data as Row), ...entry };
      const identity = readIdentity(type, whole);
      if (identity) return [{ id: identity.id, identity, entry: copyEntry(entry) }];
      // If the caller selects columns without the id, the created row is the document's newest.
      const { documentId } = params.data as { documentId?: string };
      const where = { where: { documentId }, orderBy: { id: 'desc' }, limit: 1 };
      return (await findIdentities(strapi, type, where)).map(withoutEntry);
    }
    case 'createMany':
      return (await findCreatedRows(strapi, type, { params, result })).map(withoutEntry);
    case 'update': {
      const entry = result as Row | null;
      const id = (entry?.['id'] as number | undefined) ?? rows[0]?.id;
      if (id === undefined) return [];
      const identity = readIdentity(type, { id, ...entry }) ?? null;
      return [{ id, identity, entry: copyEntry(entry) }];
    }
    case 'delete': {
      const { id } = (result ?? {}) as { id?: number };
      const deleted = id === undefined ? undefined : before.identityOf(type.uid, id);
      if (id !== undefined && !deleted) return [{ id, identity: null, entry: null }];
      return (deleted ? [deleted] : rows).map(withoutEntry);
    }
    case 'updateMany':
    case 'deleteMany':
      return rows.map(withoutEntry);
  }
}

function withoutEntry(identity: RowIdentity): WrittenRow {
  return { id: identity.id, identity, entry: null };
}

/** Copies the entry, because a lifecycle hook may change the object without changing the row. */
function copyEntry(entry: Row | null): Row | null {
  return entry && Object.assign({}, entry);
}

/**
 * MySQL returns only the first id of a statement. The other rows are found by their documentIds; they have
 * higher ids.
 */
async function findCreatedRows(
  strapi: Core.Strapi,
  type: WatchedType,
  { params, result }: { params: QueryParams; result: unknown },
): Promise<RowIdentity[]> {
  const { count, ids } = result as { count: number; ids: number[] };
  if (ids.length === count) return findIdentitiesIn(strapi, type, ['id', ids]);

  const first = Math.min(...ids);
  const data = params.data as { documentId?: string }[];
  const documentIds = data.flatMap((row) => row.documentId ?? []);
  const rows = await findIdentitiesIn(strapi, type, ['documentId', documentIds]);
  return rows.filter(({ id }) => id >= first);
}
