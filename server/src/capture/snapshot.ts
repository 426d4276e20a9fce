import type { Core } from '@strapi/strapi';

import type { Connection } from '../outbox/tables';
import { targetsOf, visibleAttribute, type Model } from '../schema/model';
import { mergeTrees, type PathTree } from '../schema/path-tree';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { builtInPopulate, sanitizeLikeBuiltIn } from './built-in-payload';
import {
  addComponents,
  componentReads,
  type ComponentRead,
  type IdentifiedRow,
} from './component-rows';
import { populateFor, type Selection } from './populate-for';
import { createProject, type Row } from './project';
import { modelGetter, type WatchedType } from '../schema/watched-type';

/** Rows read once for all webhooks that want them; each takes out what it names. */
export interface SourceRow {
  /** What the mappings name. */
  named: Row;
  /** What the `document` payload sends. */
  whole: unknown;
}

export interface Snapshots {
  /** Reads rows matching `where`, keyed by their numeric id. */
  read(type: WatchedType, webhooks: readonly WebhookInForce[], where: object): Promise<SourceRows>;
  /** Uses the entry an action returned, where no more than its components must be read; else null. */
  fromEntry(
    connection: Connection,
    named: { type: WatchedType; webhooks: readonly WebhookInForce[] },
    entry: Row,
  ): Promise<SourceRow | null>;
  /** The webhook's own snapshot, as JSON text. */
  cut(type: WatchedType, webhook: WebhookInForce, source: SourceRow): string;
}

export type SourceRows = Map<number, SourceRow>;

export function createSnapshots(strapi: Core.Strapi): Snapshots {
  const getModel = modelGetter(strapi);
  const project = createProject(getModel);
  const selections = new WeakMap<PathTree, Selection>();
  const reads = new WeakMap<PathTree, ComponentRead[] | 'by Strapi'>();

  /** Inferred once for each set of webhooks that is in force. */
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
    async read(type, webhooks, where) {
      const rows: SourceRows = new Map();
      const fields = webhooks.filter(({ payload }) => payload !== 'document');
      if (fields.length > 0) {
        const selection = selectionOf(type.model, treeNamedBy(fields));
        for (const row of await findMany(strapi, type, { where, ...selection })) {
          rows.set(row.id, { named: row, whole: null });
        }
      }
      if (fields.length < webhooks.length) {
        const populate = builtInPopulate(type.model, getModel);
        for (const row of await findMany(strapi, type, { where, populate })) {
          const whole = await sanitizeLikeBuiltIn(strapi, type.model, row);
          rows.set(row.id, { named: rows.get(row.id)?.named ?? {}, whole });
        }
      }
      return rows;
    },

    async fromEntry(connection, { type: { model }, webhooks }, entry) {
      if (webhooks.some(({ payload }) => payload === 'document')) return null;
      const tree = treeNamedBy(webhooks);
      if (typeof entry['id'] !== 'number' || !holdsColumns(model, tree, entry)) return null;
      const components = readsOf(model, tree);
      if (!components) return null;
      const named = { ...entry } as IdentifiedRow;
      await addComponents(connection, components, [named]);
      return { named, whole: null };
    },

    cut: ({ model }, webhook, { named, whole }) =>
      JSON.stringify(webhook.payload === 'document' ? whole : project(model, webhook.named, named)),
  };
}

function treeNamedBy(webhooks: readonly WebhookInForce[]): PathTree {
  const [first, ...others] = webhooks;
  return first && others.length === 0 ? first.named : mergeTrees(webhooks.map((it) => it.named));
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
