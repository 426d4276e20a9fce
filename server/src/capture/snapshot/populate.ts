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
