import { mergeTrees, treeOf, type PathTree } from '../../schema/path-tree';

/** The top-level names of the context: see "The expression context" in the documentation. */
export const CONTEXT_NAMES = [
  'event',
  'uid',
  'model',
  'documentId',
  'locale',
  'status',
  'timestamp',
  'sequence',
  'doc',
  'previous',
  'changed',
  'actor',
] as const;
export type ContextName = (typeof CONTEXT_NAMES)[number];

/** Everything that an expression reads: paths of the context and environment variables. */
export interface References extends ReferencedPaths {
  /** Environment variables that the expression reads by a literal name. */
  env: ReadonlySet<string>;
  /** True if the expression can also read variables by a computed name. */
  computesEnv: boolean;
  /** True if the expression alters or compares an environment value. */
  altersEnv: boolean;
}

/**
 * A superset of the context paths that an expression reads. A reader must keep a scalar where the
 * tree has children, and every item of a list.
 */
export interface ReferencedPaths {
  /** Paths in the document; `whole` at the root if the expression reads all of it. */
  doc: PathTree;
  /** Paths in the document before the write. */
  previous: PathTree;
  uses: ReadonlySet<ContextName>;
  /** Top-level names that the context does not have. */
  unknown: ReadonlySet<string>;
}

/** A path in the context. */
export type Path = readonly string[];

/** True if the expression reads any environment variable. */
export function readsEnvironment({
  env,
  computesEnv,
}: Pick<References, 'env' | 'computesEnv'>): boolean {
  return env.size > 0 || computesEnv;
}

/** Merges the references of several expressions. */
export function mergeReferences(all: References[]): References {
  return {
    doc: mergeTrees(all.map(({ doc }) => doc)),
    previous: mergeTrees(all.map(({ previous }) => previous)),
    uses: new Set(all.flatMap(({ uses }) => [...uses])),
    unknown: new Set(all.flatMap(({ unknown }) => [...unknown])),
    env: new Set(all.flatMap(({ env }) => [...env])),
    computesEnv: all.some(({ computesEnv }) => computesEnv),
    altersEnv: all.some(({ altersEnv }) => altersEnv),
  };
}

/**
 * Builds the path trees. `counted` paths matter by their existence, not by their value. A counted
 * path is added only if no path below it is wanted.
 */
export function summarize(wanted: Path[], counted: Path[]): ReferencedPaths {
  const named = treeOf(asMutable(wanted));
  const outer = new Set(counted.flatMap((path) => path.map((_, end) => keyOf(path.slice(0, end)))));
  const bare = counted.filter((path) => !outer.has(keyOf(path)) && !has(named, path));
  const tree = mergeTrees([named, treeOf(asMutable(bare))]);
  const of = (name: ContextName): PathTree =>
    mergeTrees([
      { whole: tree.whole, children: new Map() },
      tree.children.get(name) ?? { whole: false, children: new Map() },
    ]);
  return {
    doc: of('doc'),
    previous: of('previous'),
    uses: new Set(CONTEXT_NAMES.filter((name) => tree.whole || tree.children.has(name))),
    unknown: new Set([...tree.children.keys()].filter((name) => !isContextName(name))),
  };
}

function isContextName(name: string): boolean {
  return CONTEXT_NAMES.some((known) => known === name);
}

function has(tree: PathTree, path: Path): boolean {
  let node: PathTree | undefined = tree;
  for (const part of path) {
    if (node.whole) return true;
    node = node.children.get(part);
    if (!node) return false;
  }
  return true;
}

const keyOf = (path: Path) => JSON.stringify(path);
const asMutable = (paths: Path[]) => paths.map((path) => [...path]);
