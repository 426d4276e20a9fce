import {
  targetsOf,
  visibleAttribute,
  visibleAttributes,
  type Attribute,
  type GetModel,
  type Model,
} from '../schema/model';
import type { PathTree } from '../schema/path-tree';

export type Row = Record<string, unknown>;

/** Copies the named paths out of an entry; private and password attributes stay behind, at any depth. */
export function project(model: Model, tree: PathTree, entry: Row, getModel: GetModel): Row {
  const copy: Row = {};
  for (const [name, child] of tree.children) {
    const attribute = visibleAttribute(model, name);
    if (attribute && name in entry) {
      copy[name] = projectValue(attribute, child, entry[name], getModel);
    }
  }
  return copy;
}

function projectValue(
  attribute: Attribute,
  tree: PathTree,
  value: unknown,
  getModel: GetModel,
): unknown {
  const targets = targetsOf(attribute);
  if (targets.length === 0 || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    return value.map((item) => projectValue(attribute, tree, item as unknown, getModel));
  }
  const row = value as Row;
  const component = attribute.type === 'dynamiczone' ? String(row['__component']) : targets[0];
  const model = component === undefined ? undefined : getModel(component);
  if (!model) return null;

  const copy = tree.whole ? wholeRow(model, row, getModel) : project(model, tree, row, getModel);
  return attribute.type === 'dynamiczone' ? { __component: component, ...copy } : copy;
}

function wholeRow(model: Model, row: Row, getModel: GetModel): Row {
  const leaf: PathTree = { whole: true, children: new Map() };
  const copy: Row = {};
  for (const [name, attribute] of visibleAttributes(model)) {
    if (name in row) copy[name] = projectValue(attribute, leaf, row[name], getModel);
  }
  return copy;
}
