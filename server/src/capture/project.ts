import {
  targetsOf,
  visibleAttribute,
  type Attribute,
  type GetModel,
  type Model,
} from '../schema/model';
import type { PathTree } from '../schema/path-tree';
import { spelledOut } from '../schema/whole-row';

export type Row = Record<string, unknown>;

/** Copies the named paths out of an entry; private and password attributes stay behind, at any depth. */
export type Project = (model: Model, tree: PathTree, entry: Row) => Row;

export function createProject(getModel: GetModel): Project {
  return project;

  function project(model: Model, tree: PathTree, entry: Row): Row {
    const copy: Row = {};
    for (const [name, child] of tree.children) {
      const attribute = visibleAttribute(model, name);
      if (attribute && name in entry) copy[name] = projectValue(attribute, child, entry[name]);
    }
    return copy;
  }

  function projectValue(attribute: Attribute, tree: PathTree, value: unknown): unknown {
    const targets = targetsOf(attribute);
    if (targets.length === 0 || value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) {
      return value.map((item) => projectValue(attribute, tree, item as unknown));
    }
    const row = value as Row;
    const component = attribute.type === 'dynamiczone' ? String(row['__component']) : targets[0];
    const model = component === undefined ? undefined : getModel(component);
    if (!model) return null;

    const copy = project(model, spelledOut(model, tree), row);
    return attribute.type === 'dynamiczone' ? { __component: component, ...copy } : copy;
  }
}
