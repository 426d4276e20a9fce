import {
  hasDrafts,
  targetsOf,
  visibleAttribute,
  type Attribute,
  type GetModel,
  type Model,
} from '../../schema/model';
import type { PathTree } from '../../schema/path-tree';
import { expandWhole } from '../../schema/expand-tree';

/** `select` and `populate` of a `strapi.db.query` read that brings just what is named. */
export interface Selection {
  where?: object;
  select: string[];
  populate: Record<string, Populate>;
}

type Populate = Selection | { on: Record<string, Selection> };

/** Infers the read from the named paths. A scalar costs a column; the rest costs a query each. */
export function populateFor(model: Model, tree: PathTree, getModel: GetModel): Selection {
  return selectionFor(model, tree, { getModel, drafts: hasDrafts(model) });
}

interface Walk {
  getModel: GetModel;
  /** Whether the row that is left has a draft and a published version, and so leads to its own kind. */
  drafts: boolean;
}

function selectionFor(model: Model, tree: PathTree, walk: Walk): Selection {
  const selection: Selection = { select: ['id'], populate: {} };
  for (const [name, child] of tree.children) {
    const attribute = visibleAttribute(model, name);
    if (attribute) add(selection, { name, attribute, child, walk });
  }
  return selection;
}

interface Named {
  name: string;
  attribute: Attribute;
  child: PathTree;
  walk: Walk;
}

function add(selection: Selection, { name, attribute, child, walk }: Named): void {
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

/** A row without versions of its own relates to drafts and published rows alike: drafts stay inside. */
export const PUBLISHED = { publishedAt: { $notNull: true } };
