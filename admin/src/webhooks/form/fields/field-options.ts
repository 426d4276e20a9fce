import type {
  ContextField,
  FieldNode,
  SubscribableContentType,
} from '../../../../../server/src/contracts/content-types';

/** A path that a mapping row can name. */
export type FieldOption =
  | {
      kind: 'field';
      path: string;
      type: string;
      list: boolean;
      /** The types that have it, when not all of the chosen ones do. */
      owners: string[];
    }
  | { kind: 'context'; path: string; description: string };

/** All paths of the types, each once, in the order of their schemas; then those of the context. */
export function fieldOptions(
  types: SubscribableContentType[],
  contextFields: ContextField[],
): FieldOption[] {
  const found = new Map<string, { node: FieldNode; owners: string[] }>();
  for (const { displayName, fields } of types) {
    for (const node of fields.flatMap(withChildren)) {
      const owners = found.get(node.path)?.owners ?? [];
      found.set(node.path, { node, owners: [...owners, displayName] });
    }
  }
  const fields = [...found.values()].map(({ node, owners }): FieldOption => {
    const { path, type, list } = node;
    return { kind: 'field', path, type, list, owners: owners.length < types.length ? owners : [] };
  });
  return [...fields, ...contextFields.map((field): FieldOption => ({ kind: 'context', ...field }))];
}

function withChildren(node: FieldNode): FieldNode[] {
  return [node, ...(node.children ?? []).flatMap(withChildren)];
}
