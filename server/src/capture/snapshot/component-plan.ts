import { isList, targetsOf, visibleAttribute, type GetModel, type Model } from '../../schema/model';
import { expandWhole } from '../../schema/expand-tree';
import type { PathTree } from '../../schema/path-tree';
import { populateFor, type Selection } from './read-plan';

/** A component attribute whose rows the write cache may hold. */
export interface ComponentPart {
  name: string;
  /** Uid of the component. */
  uid: string;
  repeatable: boolean;
  inner: ComponentPart[];
}

/** How to complete the row that an action returned, which has columns only. */
export interface EntryPlan {
  components: ComponentPart[];
  /** Relations, media and dynamic zones, which Strapi must always read; null if there are none. */
  others: Selection | null;
  /** `others` and the components; null if the row is complete. */
  all: Selection | null;
}

export function entryPlan(model: Model, tree: PathTree, getModel: GetModel): EntryPlan {
  const components: ComponentPart[] = [];
  const others = new Map<string, PathTree>();
  const all = new Map<string, PathTree>();
  for (const [name, child] of tree.children) {
    const attribute = visibleAttribute(model, name);
    if (!attribute || targetsOf(attribute).length === 0) continue;
    all.set(name, child);
    const parts = componentParts(model, new Map([[name, child]]), getModel);
    if (parts) components.push(...parts);
    else others.set(name, child);
  }
  const selection = (children: Map<string, PathTree>): Selection | null =>
    children.size > 0 ? populateFor(model, { whole: false, children }, getModel) : null;
  return { components, others: selection(others), all: selection(all) };
}

/** The components in `children`, at any depth; null if anything else must be read. */
function componentParts(
  model: Model,
  children: PathTree['children'],
  getModel: GetModel,
): ComponentPart[] | null {
  const parts: ComponentPart[] = [];
  for (const [name, child] of children) {
    const attribute = visibleAttribute(model, name);
    if (!attribute || targetsOf(attribute).length === 0) continue;
    const component = attribute.component === undefined ? undefined : getModel(attribute.component);
    if (attribute.type !== 'component' || !component) return null;
    const inner = componentParts(component, expandWhole(component, child).children, getModel);
    if (!inner) return null;
    parts.push({ name, uid: component.uid, repeatable: isList(attribute), inner });
  }
  return parts;
}
