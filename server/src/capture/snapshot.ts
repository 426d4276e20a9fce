import type { Core } from '@strapi/strapi';

import { targetsOf, visibleAttribute, type Model } from '../schema/model';
import { mergeTrees, type PathTree } from '../schema/path-tree';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { builtInPopulate, sanitizeLikeBuiltIn } from './built-in-payload';
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
  /** Uses the entry an action returned where it holds all that is named, and saves the read. */
  fromEntry(type: WatchedType, webhooks: readonly WebhookInForce[], entry: Row): SourceRow | null;
  /** The webhook's own snapshot, as JSON text. */
  cut(type: WatchedType, webhook: WebhookInForce, source: SourceRow): string;
}

export type SourceRows = Map<number, SourceRow>;

export function createSnapshots(strapi: Core.Strapi): Snapshots {
  const getModel = modelGetter(strapi);
  const project = createProject(getModel);
  const selections = new WeakMap<PathTree, Selection>();

  /** Inferred once for each set of webhooks that is in force. */
  function selectionOf(model: Model, tree: PathTree): Selection {
    const known = selections.get(tree);
    if (known) return known;
    const selection = populateFor(model, tree, getModel);
    selections.set(tree, selection);
    return selection;
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

    fromEntry(type, webhooks, entry) {
      if (webhooks.some(({ payload }) => payload === 'document')) return null;
      const complete = holdsAll(type.model, treeNamedBy(webhooks), entry);
      return complete ? { named: entry, whole: null } : null;
    },

    cut: ({ model }, webhook, { named, whole }) =>
      JSON.stringify(webhook.payload === 'document' ? whole : project(model, webhook.named, named)),
  };
}

function treeNamedBy(webhooks: readonly WebhookInForce[]): PathTree {
  const [first, ...others] = webhooks;
  return first && others.length === 0 ? first.named : mergeTrees(webhooks.map((it) => it.named));
}

function holdsAll(model: Model, tree: PathTree, entry: Row): boolean {
  return [...tree.children.keys()].every((name) => {
    const attribute = visibleAttribute(model, name);
    return !attribute || (targetsOf(attribute).length === 0 && name in entry);
  });
}

type IdentifiedRow = Row & { id: number };

async function findMany(
  strapi: Core.Strapi,
  { uid }: WatchedType,
  query: object,
): Promise<IdentifiedRow[]> {
  return (await strapi.db.query(uid).findMany(query)) as IdentifiedRow[];
}
