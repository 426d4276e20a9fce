import type { Core } from '@strapi/strapi';

import type { Connection } from '../../outbox/database/tables';
import { targetsOf, visibleAttribute, type Model } from '../../schema/model';
import type { PathTree } from '../../schema/path-tree';
import { modelGetter, type WatchedType } from '../../schema/watched-type';
import { builtInPopulate, sanitizeLikeBuiltIn } from './built-in-payload';
import { addComponents, type IdentifiedRow } from './component-reader';
import { leastReadBytes, leastWrittenBytes, UnreadDocument } from './document-size';
import { createComponentPlans, type ComponentPlan } from './component-plan';
import { addWritten, type WriteCache } from './write-cache';
import type { Row } from '../filter/projection';
import type { ReadPlan } from './read-plan';

/** A row that was read once for all its webhooks. Each webhook projects its own fields. */
export interface SourceRow {
  /** Fields that webhooks use and compare. */
  named: Row;
  /** The `document` payload; an `UnreadDocument` if it is too large. */
  whole: unknown;
}

export type SourceRows = Map<number, SourceRow>;

export interface Snapshots {
  /** Reads the rows that match `where`, by numeric id. */
  read(type: WatchedType, plan: ReadPlan, where: object): Promise<SourceRows>;
  /**
   * Builds the source from the entry that an action returned, if at most components and relations must be
   * read; else null. A document that is too large is not read again: only its relations are read.
   */
  fromEntry(
    connection: Connection,
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
  const { selectionFor, planFor } = createComponentPlans(strapi, getModel);

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

  async function readNamedFrom(
    connection: Connection,
    { type, tree, plan }: { type: WatchedType; tree: PathTree; plan: ComponentPlan },
    { entry, written }: Returned,
  ): Promise<Row | null> {
    const { model } = type;
    if (typeof entry['id'] !== 'number' || !holdsColumns(model, tree, entry)) return null;
    const { components, others } = plan;
    const named = Object.assign({}, entry) as IdentifiedRow;
    const known = addWritten(written, components, { uid: model.uid, row: named });
    if (!known) await addComponents(connection, components, [named]);
    if (!others) return named;
    const [read] = await findMany(strapi, type, { where: { id: named.id }, ...others });
    return read ? Object.assign(named, read) : null;
  }

  return {
    async read(type, { named, whole }, where) {
      const rows = named ? await readNamed(type, named, where) : new Map<number, SourceRow>();
      if (whole) await addWhole(type, rows, where);
      return rows;
    },

    async fromEntry(connection, { type, plan: readPlan }, returned) {
      const { named: tree, whole } = readPlan;
      if (!whole && !tree) return null;
      const components = tree && planFor(type.model, tree);
      const owner = { model: type.model, row: returned.entry };
      const readsMore = whole || Boolean(components?.others);
      const unread = readsMore
        ? unreadIfTooLarge(leastWrittenBytes(returned.written, owner, getModel))
        : null;
      if (readsMore && !unread) return null;
      const named =
        tree && components
          ? await readNamedFrom(connection, { type, tree, plan: components }, returned)
          : {};
      return named && { named, whole: unread };
    },
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
