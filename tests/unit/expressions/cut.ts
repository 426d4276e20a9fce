import type { ReferencedPaths } from '../../../server/src/expressions/analysis/path-set';
import type { PathTree } from '../../../server/src/schema/path-tree';

/** The context with nothing in it but what is named, as a capture leaves it. */
export function cut(context: Record<string, unknown>, paths: ReferencedPaths): object {
  const trees: Record<string, PathTree> = { doc: paths.doc, previous: paths.previous };
  const used = Object.entries(context).filter(([name]) =>
    [...paths.uses].some((use) => use === name),
  );
  return Object.fromEntries(
    used.map(([name, value]) => [name, trees[name] ? cutValue(value, trees[name]) : value]),
  );
}

function cutValue(value: unknown, tree: PathTree): unknown {
  if (tree.whole || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => cutValue(item, tree));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]: [string, unknown]) => {
      const subtree = tree.children.get(name);
      return subtree ? [[name, cutValue(child, subtree)]] : [];
    }),
  );
}
