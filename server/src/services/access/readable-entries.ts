import type { Core, UID } from '@strapi/strapi';

import { fieldsRead, type Reads } from '../../schema/fields-read';
import type { PathTree } from '../../schema/path-tree';
import { modelGetter, watchedType } from '../../schema/watched-type';
import { readableWhere, type Ability } from './ability';
import { findRelated, type Reaching } from './related-rows';

export interface FoundEntry {
  id: number;
  documentId: string;
  locale: string | null;
  updatedAt: string | null;
  [attribute: string]: unknown;
}

export interface EntriesQuery {
  filters?: object;
  locale?: string;
  status?: 'draft' | 'published';
  limit: number;
}

interface FindMany {
  findMany(query: object): Promise<FoundEntry[]>;
}

/** The entries that a user is shown, and the fields used of them. */
export interface ReadScope {
  uid: UID.ContentType;
  ability: Ability;
  tree: PathTree;
}

/**
 * Finds entries whose used fields the user can read, including the conditions of their roles. Most
 * recently changed first.
 */
export async function findReadable(
  strapi: Core.Strapi,
  { uid, ability, tree }: ReadScope,
  { filters = {}, locale, status, limit }: EntriesQuery,
): Promise<FoundEntry[]> {
  const getModel = modelGetter(strapi);
  const { model } = watchedType(strapi, uid);
  const reads = fieldsRead(model, tree, getModel);
  const conditions = conditionsOf(strapi, ability, reads);
  const documents = strapi.documents(uid) as unknown as FindMany;
  const found = await documents.findMany({
    filters: { $and: [filters, conditions.get(uid) ?? {}] },
    sort: 'updatedAt:desc',
    ...(locale === undefined ? {} : { locale }),
    ...(status === undefined ? {} : { status }),
    limit,
  });
  if (conditions.size === 0) return found;
  const hides = await hiddenRelations(strapi, { model, tree, getModel, conditions }, found);
  return found.filter(({ id }) => !hides(id));
}

/** Queries that entries must match, by UID. Types without conditions are omitted. */
type Conditions = Map<string, object>;

function conditionsOf(strapi: Core.Strapi, ability: Ability, reads: Reads): Conditions {
  return new Map(
    [...reads.values()].flatMap((read) => {
      const where = readableWhere(strapi, ability, read);
      return where === null ? [] : [[read.uid, where] as const];
    }),
  );
}

interface Related extends Reaching {
  conditions: Conditions;
}

/** Returns a predicate: does an entry lead to a related entry that the user cannot read? */
async function hiddenRelations(
  strapi: Core.Strapi,
  { conditions, ...reading }: Related,
  entries: FoundEntry[],
): Promise<(id: number) => boolean> {
  const ids = entries.map(({ id }) => id);
  const related = await findRelated(strapi, reading, ids);
  const hidden = new Map<string, Set<number>>();
  for (const [uid, where] of conditions) {
    const reached = new Set([...related.values()].flatMap((rows) => [...(rows.get(uid) ?? [])]));
    for (const id of await readableIds(strapi, { uid, where }, [...reached])) reached.delete(id);
    hidden.set(uid, reached);
  }
  return (id) =>
    [...(related.get(id) ?? [])].some(([uid, rows]) =>
      [...rows].some((row) => hidden.get(uid)?.has(row)),
    );
}

interface QueryParams {
  transform(uid: string, query: object): object;
}

async function readableIds(
  strapi: Core.Strapi,
  { uid, where }: { uid: string; where: object },
  ids: number[],
): Promise<number[]> {
  if (ids.length === 0) return [];
  const filters = { $and: [{ id: { $in: ids } }, where] };
  const query = strapi.get<QueryParams>('query-params').transform(uid, { filters, fields: ['id'] });
  const rows = (await strapi.db.query(uid).findMany(query)) as { id: number }[];
  return rows.map(({ id }) => id);
}
