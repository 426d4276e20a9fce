import { comparisonTree, contentOf } from '../../schema/comparison-tree';
import {
  hasDrafts,
  targetsOf,
  visibleAttribute,
  type Attribute,
  type GetModel,
  type Model,
} from '../../schema/model';
import { mergeTrees, type PathTree } from '../../schema/path-tree';
import type { WatchedType } from '../../schema/watched-type';
import { documentTree, expandWhole } from '../../schema/expand-tree';
import type { FieldUsage } from '../../webhooks/compiled/field-usage';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';

/** Fields to read of a document's row for a set of webhooks. */
export interface ReadPlan {
  /** Fields that the webhooks use and compare; null if they only send whole documents. */
  named: PathTree | null;
  /** Whether a webhook sends the whole document, like Strapi's built-in webhooks. */
  whole: boolean;
}

export interface ReadPlans {
  after: ReadPlan;
  /** Fields of the before-image; null if no webhook uses it. */
  before: ReadPlan | null;
  /** Fields of a row that a delete or an unpublish removes: it serves as both. */
  last: ReadPlan;
}

export type ReadPlansOf = (type: WatchedType, webhooks: readonly CompiledWebhook[]) => ReadPlans;

/** Infers the read plans, once for each set of compiled webhooks. */
export function createReadPlans(getModel: GetModel): ReadPlansOf {
  const cache = new WeakMap<readonly CompiledWebhook[], Map<string, ReadPlans>>();

  return (type, webhooks) => {
    const byType = cache.get(webhooks) ?? new Map<string, ReadPlans>();
    cache.set(webhooks, byType);
    const plans = byType.get(type.uid) ?? infer(type.model, webhooks, getModel);
    byType.set(type.uid, plans);
    return plans;
  };
}

/** Fields to read for a comparison; null if the webhook compares nothing. */
function comparedTree(model: Model, fields: FieldUsage, getModel: GetModel): PathTree | null {
  const { changed, watched } = fields;
  if (!changed && !watched) return null;
  const compared = mergeTrees([
    ...(changed ? [contentOf(model)] : []),
    ...(watched ? [watched] : []),
  ]);
  return comparisonTree(model, compared, getModel);
}

/** Whether a webhook uses the state before a write. */
function readsBefore({ fields }: CompiledWebhook): boolean {
  return fields.previous !== null || fields.changed || fields.watched !== null;
}

function infer(model: Model, webhooks: readonly CompiledWebhook[], getModel: GetModel): ReadPlans {
  const whole = webhooks.some(({ payload }) => payload === 'document');
  const compared = webhooks.flatMap((it) => comparedTree(model, it.fields, getModel) ?? []);
  const docs = webhooks.map(({ fields }) => documentTree(model, fields.doc));
  const previous = webhooks.flatMap(({ fields }) =>
    fields.previous ? [documentTree(model, fields.previous)] : [],
  );
  const after = mergeTrees([...docs, ...compared]);
  const named = after.children.size > 0 || webhooks.some(({ payload }) => payload !== 'document');
  const before = mergeTrees([...previous, ...compared]);
  const hasBefore = webhooks.some(readsBefore);
  return {
    after: { named: named ? after : null, whole },
    before: hasBefore ? { named: before, whole: false } : null,
    last: { named: named || hasBefore ? mergeTrees([after, before]) : null, whole },
  };
}

/** `select` and `populate` of a `strapi.db.query` read that loads only the named fields (I3). */
export interface Selection {
  where?: object;
  select: string[];
  populate: Record<string, Populate>;
}

type Populate = Selection | { on: Record<string, Selection> };

/** Infers the read of the named paths. A scalar costs a column, everything else a query. */
export function populateFor(model: Model, tree: PathTree, getModel: GetModel): Selection {
  return selectionFor(model, tree, { getModel, drafts: hasDrafts(model) });
}

interface Walk {
  getModel: GetModel;
  /**
   * Whether the owner has draft and published versions. Its relations then lead to the same version.
   */
  drafts: boolean;
}

function selectionFor(model: Model, tree: PathTree, walk: Walk): Selection {
  const selection: Selection = { select: ['id'], populate: {} };
  for (const [name, child] of tree.children) {
    const attribute = visibleAttribute(model, name);
    if (attribute) addAttribute(selection, { name, attribute, child, walk });
  }
  return selection;
}

interface Named {
  name: string;
  attribute: Attribute;
  child: PathTree;
  walk: Walk;
}

function addAttribute(selection: Selection, { name, attribute, child, walk }: Named): void {
  const targets = targetsOf(attribute);
  if (targets.length === 0) {
    if (name !== 'id') selection.select.push(name);
    return;
  }
  const models = targets.map(walk.getModel).filter((target) => target !== undefined);
  const read = (model: Model): Selection => {
    const drafts = model.modelType === 'component' ? walk.drafts : hasDrafts(model);
    const selected = selectionFor(model, expandWhole(model, child), { ...walk, drafts });
    const mixed = model.modelType === 'contentType' && drafts && !walk.drafts;
    return mixed ? { where: PUBLISHED, ...selected } : selected;
  };

  if (attribute.type === 'dynamiczone') {
    selection.populate[name] = { on: Object.fromEntries(models.map((it) => [it.uid, read(it)])) };
    return;
  }
  const [model] = models;
  if (model) selection.populate[name] = read(model);
}

/**
 * Limits a relation to published rows. A row without versions relates to both, and drafts must not be sent.
 */
export const PUBLISHED = { publishedAt: { $notNull: true } };
