import {
  targetsOf,
  visibleAttribute,
  type Attribute,
  type GetModel,
  type Model,
} from '../schema/model';
import type { PathTree } from '../schema/path-tree';
import { spelledOut } from '../schema/whole-row';

/** `select` and `populate` of a `strapi.db.query` read that brings just what is named. */
export interface Selection {
  select: string[];
  populate: Record<string, Populate>;
}

type Populate = Selection | { on: Record<string, Selection> };

/** Infers the read from the named paths. A scalar costs a column; the rest costs a query each. */
export function populateFor(model: Model, tree: PathTree, getModel: GetModel): Selection {
  const selection: Selection = { select: ['id'], populate: {} };
  for (const [name, child] of tree.children) {
    const attribute = visibleAttribute(model, name);
    if (attribute) add(selection, { name, attribute, child, getModel });
  }
  return selection;
}

interface Named {
  name: string;
  attribute: Attribute;
  child: PathTree;
  getModel: GetModel;
}

function add(selection: Selection, { name, attribute, child, getModel }: Named): void {
  const targets = targetsOf(attribute);
  if (targets.length === 0) {
    if (name !== 'id') selection.select.push(name);
    return;
  }
  const models = targets.map(getModel).filter((target) => target !== undefined);
  const read = (model: Model): Selection => populateFor(model, spelledOut(model, child), getModel);

  if (attribute.type === 'dynamiczone') {
    selection.populate[name] = { on: Object.fromEntries(models.map((it) => [it.uid, read(it)])) };
    return;
  }
  const [model] = models;
  if (model) selection.populate[name] = read(model);
}
