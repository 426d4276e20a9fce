import type { Core } from '@strapi/strapi';

import { targetsOf, visibleAttribute, type Model } from '../../schema/model';
import type { PathTree } from '../../schema/path-tree';
import { modelGetter, type WatchedType } from '../../schema/watched-type';
import { builtInPopulate, sanitizeLikeBuiltIn } from './built-in-payload';
import { leastReadBytes, leastWrittenBytes, UnreadDocument } from './snapshot-size';
import { entryPlan, type EntryPlan } from './component-plan';
import { populateFor, type ReadPlan, type Selection } from './read-plan';
import { addWritten, type WriteCache } from './write-cache';
import type { Row } from '../filter/projection';

/** A row that was read once for all its webhooks. Each webhook projects its own fields. */
export interface SourceRow {
  /** Fields that webhooks use and compare. */
  named: Row;
  /** The `document` payload; an `UnreadDocument` if it is too large. */
  whole: unknown;
}

type IdentifiedRow = Row & { id: number };

export type SourceRows = Map<number, SourceRow>;

export interface Snapshots {
  /** Reads the rows that match `where`, by numeric id. */
  read(type: WatchedType, plan: ReadPlan, where: object): Promise<SourceRows>;
  /**
   * Builds the source from the entry that an action returned, if at most components and relations must be
   * read; else null. A document that is too large is not read again: only its relations are read.
   */
  fromEntry(
    wanted: { type: WatchedType; plan: ReadPlan },
    returned: Returned,
  ): Promise<SourceRow | null>;
}

/** The entry that an action returned, and the rows that it wrote. */
export interface Returned {
  entry: Row;
  written: WriteCache;
}

export interface SnapshotOptions {
  /** The setting `delivery.maxSnapshotBytes`. A whole document that is larger is not read. */
  maxSnapshotBytes: number;
}

export function createSnapshots(
  strapi: Core.Strapi,
  { maxSnapshotBytes }: SnapshotOptions,
): Snapshots {
  const getModel = modelGetter(strapi);
  const selectionFor = cachedByTree<Selection>((model, tree) => populateFor(model, tree, getModel));
  const planFor = cachedByTree<EntryPlan>((model, tree) => entryPlan(model, tree, getModel));

  function unreadIfTooLarge(bytes: number): UnreadDocument | null {
    return bytes > maxSnapshotBytes ? new UnreadDocument(bytes) : null;
  }

  async function readNamed(type: WatchedType, tree: PathTree, where: object): Promise<SourceRows> {
    const selection = selectionFor(type.model, tree);
    const found = await findMany(strapi, type, { where, ...selection });
    return new Map(found.map((row) => [row.id, { named: row, whole: null }]));
  }

  /** Rows whose named values alone are too large are not read again. */
  async function addWhole(type: WatchedType, rows: SourceRows, where: object): Promise<void> {
    for (const source of rows.values()) {
      const owner = { model: type.model, row: source.named };
      source.whole = unreadIfTooLarge(leastReadBytes(owner, getModel));
    }
    const unread = [...rows].flatMap(([id, { whole }]) => (whole ? [id] : []));
    if (unread.length > 0 && unread.length === rows.size) return;
    const others = unread.length > 0 ? { $and: [where, { id: { $notIn: unread } }] } : where;
    const populate = builtInPopulate(type.model, getModel);
    for (const row of await findMany(strapi, type, { where: others, populate })) {
      const whole = await sanitizeLikeBuiltIn(strapi, type.model, row);
      rows.set(row.id, { named: rows.get(row.id)?.named ?? {}, whole });
    }
  }

  /** The columns are in the entry. What the action did not write itself is read. */
  async function readNamedFrom(
    type: WatchedType,
    tree: PathTree,
    { entry, written }: Returned,
  ): Promise<Row | null> {
    const { uid, model } = type;
    const { id } = entry;
    if (typeof id !== 'number' || !holdsColumns(model, tree, entry)) return null;
    const { components, others, all } = planFor(model, tree);
    const named: Row = Object.assign({}, entry);
    const missing = addWritten(written, components, { uid, row: named }) ? others : all;
    if (!missing) return named;
    const [read] = await findMany(strapi, type, { where: { id }, ...missing });
    return read ? Object.assign(named, read) : null;
  }

  return {
    async read(type, { named, whole }, where) {
      const rows = named ? await readNamed(type, named, where) : new Map<number, SourceRow>();
      if (whole) await addWhole(type, rows, where);
      return rows;
    },

    async fromEntry({ type, plan: { named: tree, whole } }, returned) {
      if (!whole && !tree) return null;
      const owner = { model: type.model, row: returned.entry };
      const readsMore = whole || (tree && planFor(type.model, tree).others !== null);
      const unread = readsMore
        ? unreadIfTooLarge(leastWrittenBytes(returned.written, owner, getModel))
        : null;
      if (readsMore && !unread) return null;
      const named = tree ? await readNamedFrom(type, tree, returned) : {};
      return named && { named, whole: unread };
    },
  };
}

function cachedByTree<T>(infer: (model: Model, tree: PathTree) => T) {
  const cache = new WeakMap<PathTree, T>();
  return (model: Model, tree: PathTree): T => {
    const value = cache.get(tree) ?? infer(model, tree);
    cache.set(tree, value);
    return value;
  };
}

function holdsColumns(model: Model, tree: PathTree, entry: Row): boolean {
  return [...tree.children.keys()].every((name) => {
    const attribute = visibleAttribute(model, name);
    return !attribute || targetsOf(attribute).length > 0 || name in entry;
  });
}

async function findMany(
  strapi: Core.Strapi,
  { uid }: WatchedType,
  query: object,
): Promise<IdentifiedRow[]> {
  return (await strapi.db.query(uid).findMany(query)) as IdentifiedRow[];
}
