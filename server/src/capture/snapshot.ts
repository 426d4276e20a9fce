import type { Core } from '@strapi/strapi';

import type { Connection } from '../outbox/tables';
import { targetsOf, visibleAttribute, type Model } from '../schema/model';
import type { PathTree } from '../schema/path-tree';
import { modelGetter, type WatchedType } from '../schema/watched-type';
import { builtInPopulate, sanitizeLikeBuiltIn } from './built-in-payload';
import {
  addComponents,
  componentReads,
  type ComponentRead,
  type IdentifiedRow,
} from './component-rows';
import { addWritten, type WriteCache } from './write-cache';
import { populateFor, type Selection } from './populate-for';
import type { Row } from './project';
import type { Reading } from './reading';

/** Rows read once for all webhooks that want them; each takes out what it names. */
export interface SourceRow {
  /** What webhooks name and compare. */
  named: Row;
  /** What the `document` payload sends. */
  whole: unknown;
}

export type SourceRows = Map<number, SourceRow>;

export interface Snapshots {
  /** Reads rows matching `where`, keyed by their numeric id. */
  read(type: WatchedType, reading: Reading, where: object): Promise<SourceRows>;
  /** Uses the entry an action returned, where no more than its components must be read; else null. */
  fromEntry(
    connection: Connection,
    wanted: { type: WatchedType; reading: Reading },
    returned: Returned,
  ): Promise<SourceRow | null>;
}

/** What an action returned, and wrote. */
export interface Returned {
  entry: Row;
  written: WriteCache;
}

export function createSnapshots(strapi: Core.Strapi): Snapshots {
  const getModel = modelGetter(strapi);
  const selections = new WeakMap<PathTree, Selection>();
  const reads = new WeakMap<PathTree, ComponentRead[] | 'by Strapi'>();

  function selectionOf(model: Model, tree: PathTree): Selection {
    const known = selections.get(tree);
    if (known) return known;
    const selection = populateFor(model, tree, getModel);
    selections.set(tree, selection);
    return selection;
  }

  function readsOf(model: Model, tree: PathTree): ComponentRead[] | null {
    const known =
      reads.get(tree) ?? componentReads(strapi, { model, tree, getModel }) ?? 'by Strapi';
    reads.set(tree, known);
    return known === 'by Strapi' ? null : known;
  }

  return {
    async read(type, { named, whole }, where) {
      const rows: SourceRows = new Map();
      if (named) {
        const selection = selectionOf(type.model, named);
        for (const row of await findMany(strapi, type, { where, ...selection })) {
          rows.set(row.id, { named: row, whole: null });
        }
      }
      if (whole) {
        const populate = builtInPopulate(type.model, getModel);
        for (const row of await findMany(strapi, type, { where, populate })) {
          const sanitized = await sanitizeLikeBuiltIn(strapi, type.model, row);
          rows.set(row.id, { named: rows.get(row.id)?.named ?? {}, whole: sanitized });
        }
      }
      return rows;
    },

    async fromEntry(connection, { type: { model }, reading }, { entry, written }) {
      const { named: tree, whole } = reading;
      if (whole || !tree) return null;
      if (typeof entry['id'] !== 'number' || !holdsColumns(model, tree, entry)) return null;
      const components = readsOf(model, tree);
      if (!components) return null;
      const named = Object.assign({}, entry) as IdentifiedRow;
      const known = addWritten(written, components, { uid: model.uid, row: named });
      if (!known) await addComponents(connection, components, [named]);
      return { named, whole: null };
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
