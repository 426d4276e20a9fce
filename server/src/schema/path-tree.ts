/** A set of paths as a tree. `whole`: the complete value at this node is included. */
export interface PathTree {
  whole: boolean;
  children: Map<string, PathTree>;
}

/** A complete value. */
export const WHOLE: PathTree = { whole: true, children: new Map() };

/** The given names, each complete. */
export function wholeNames(names: string[]): PathTree {
  return { whole: false, children: new Map(names.map((name) => [name, WHOLE])) };
}

export function treeOf(paths: string[][]): PathTree {
  const root: PathTree = { whole: false, children: new Map() };
  for (const path of paths) {
    let node = root;
    for (const part of path) node = childOf(node, part);
    node.whole = true;
  }
  return root;
}

/** The paths in the tree. */
export function pathsIn({ children }: PathTree): string[][] {
  return [...children].flatMap(([name, child]) => {
    const inner = pathsIn(child).map((path) => [name, ...path]);
    return child.whole || inner.length === 0 ? [[name], ...inner] : inner;
  });
}

export function mergeTrees(trees: PathTree[]): PathTree {
  const merged: PathTree = { whole: false, children: new Map() };
  for (const tree of trees) mergeInto(merged, tree);
  return merged;
}

function mergeInto(target: PathTree, source: PathTree): void {
  target.whole ||= source.whole;
  for (const [name, child] of source.children) mergeInto(childOf(target, name), child);
}

function childOf(node: PathTree, name: string): PathTree {
  const existing = node.children.get(name);
  if (existing) return existing;
  const created: PathTree = { whole: false, children: new Map() };
  node.children.set(name, created);
  return created;
}
