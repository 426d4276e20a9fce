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

/** Rows read once for all webhooks that want them; each takes out what it names. */
export interface SourceRow {
  /** What webhooks name and compare. */
  named: Row;
  /** What the `document` payload sends; an `UnreadDocument` where that is too large. */
  whole: unknown;
}

export type SourceRows = Map<number, SourceRow>;

export interface Snapshots {
  /** Reads rows matching `where`, keyed by their numeric id. */
  read(type: WatchedType, reading: ReadPlan, where: object): Promise<SourceRows>;
  /**
   * Uses the entry an action returned, where no more than its components must be read; else null. A large one
   * is not read again: of it only what it relates to is read.
   */
  fromEntry(
    connection: Connection,
    wanted: { type: WatchedType; reading: ReadPlan },
    returned: Returned,
  ): Promise<SourceRow | null>;
}

/** What an action returned, and wrote. */
export interface Returned {
  entry: Row;
  written: WriteCache;
}

export interface SnapshotOptions {
  /** The setting `delivery.maxSnapshotBytes`: a whole document that is larger is not even read. */
  maxSnapshotBytes: number;
}

export function createSnapshots(
  strapi: Core.Strapi,
  { maxSnapshotBytes }: SnapshotOptions,
): Snapshots {
  const getModel = modelGetter(strapi);
  const { selectionOf, planOf } = createComponentPlans(strapi, getModel);

  function unreadWhere(bytes: number): UnreadDocument | null {
    return bytes > maxSnapshotBytes ? new UnreadDocument(bytes) : null;
  }

  async function readNamed(type: WatchedType, tree: PathTree, where: object): Promise<SourceRows> {
    const selection = selectionOf(type.model, tree);
    const found = await findMany(strapi, type, { where, ...selection });
    return new Map(found.map((row) => [row.id, { named: row, whole: null }]));
  }

  /** Those whose named values alone are too large are not read once more. */
  async function addWhole(type: WatchedType, rows: SourceRows, where: object): Promise<void> {
    for (const source of rows.values()) {
      const owner = { model: type.model, row: source.named };
      source.whole = unreadWhere(leastReadBytes(owner, getModel));
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

  async function namedFrom(
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

    async fromEntry(connection, { type, reading: { named: tree, whole } }, returned) {
      if (!whole && !tree) return null;
      const plan = tree && planOf(type.model, tree);
      const owner = { model: type.model, row: returned.entry };
      const readsMore = whole || Boolean(plan?.others);
      const unread = readsMore
        ? unreadWhere(leastWrittenBytes(returned.written, owner, getModel))
        : null;
      if (readsMore && !unread) return null;
      const named = tree && plan ? await namedFrom(connection, { type, tree, plan }, returned) : {};
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
