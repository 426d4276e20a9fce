import type { FieldNode } from '../contracts/content-types';
import {
  isList,
  targetsOf,
  visibleAttributes,
  type Attribute,
  type GetModel,
  type Model,
} from './model';

/** Depth of relations in the field picker. A mapping can follow more when typed manually. */
const RELATION_DEPTH = 1;

interface Place {
  prefix: string;
  list: boolean;
  relationsLeft: number;
}

/** The fields of a model that can be sent, including components, media and one relation. */
export function fieldTree(model: Model, getModel: GetModel): FieldNode[] {
  return fieldNodes(model, { prefix: '', list: false, relationsLeft: RELATION_DEPTH }, getModel);
}

function fieldNodes(model: Model, place: Place, getModel: GetModel): FieldNode[] {
  return visibleAttributes(model).map(([name, attribute]) => {
    const path = `${place.prefix}${name}`;
    const list = place.list || isList(attribute);
    const node: FieldNode = { name, path, type: attribute.type, list };
    const relationsLeft = place.relationsLeft - (leavesDocument(attribute) ? 1 : 0);
    if (relationsLeft < 0) return node;
    const children = childrenOf(attribute, { prefix: `${path}.`, list, relationsLeft }, getModel);
    return children.length > 0 ? { ...node, children } : node;
  });
}

/** A dynamic zone lists the fields of all its components, each name once. */
function childrenOf(attribute: Attribute, place: Place, getModel: GetModel): FieldNode[] {
  const byName = new Map<string, FieldNode>();
  for (const target of targetsOf(attribute).map(getModel)) {
    if (!target) continue;
    for (const node of fieldNodes(target, place, getModel)) {
      if (!byName.has(node.name)) byName.set(node.name, node);
    }
  }
  return [...byName.values()];
}

function leavesDocument({ type }: Attribute): boolean {
  return type === 'relation' || type === 'media';
}
