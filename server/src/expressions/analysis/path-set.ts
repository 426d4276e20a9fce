import { mergeTrees, treeOf, type PathTree } from '../../schema/path-tree';

/** The names an expression may read: section "The expression context" of the documentation. */
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

/** What an expression reads. */
export interface Named extends NamedPaths {
  /** Of the environment, by a name that is written out. */
  env: ReadonlySet<string>;
  /** Whether it may read others of the environment too, by names that are not written out. */
  computesEnv: boolean;
  /** Whether it does more with values of the environment than write them out as they are. */
  altersEnv: boolean;
}

/**
 * What of the context an expression reads, or more: never less. A scalar that stands where a tree has
 * children is to be kept, and of a list each item.
 */
export interface NamedPaths {
  /** Of the document; `whole` at the root where all of it is wanted. */
  doc: PathTree;
  /** Of the document before the write. */
  previous: PathTree;
  uses: ReadonlySet<ContextName>;
  /** Names that it reads of the context and that are not there. */
  strange: ReadonlySet<string>;
}

/** A place in the context that a value comes from. */
export type Path = readonly string[];

/** Whether anything of the environment is read. */
export function readsEnvironment({
  env,
  computesEnv,
}: Pick<Named, 'env' | 'computesEnv'>): boolean {
  return env.size > 0 || computesEnv;
}

/** Everything that one of the expressions reads. */
export function mergePaths(all: Named[]): Named {
  return {
    doc: mergeTrees(all.map(({ doc }) => doc)),
    previous: mergeTrees(all.map(({ previous }) => previous)),
    uses: new Set(all.flatMap(({ uses }) => [...uses])),
    strange: new Set(all.flatMap(({ strange }) => [...strange])),
    env: new Set(all.flatMap(({ env }) => [...env])),
    computesEnv: all.some(({ computesEnv }) => computesEnv),
    altersEnv: all.some(({ altersEnv }) => altersEnv),
  };
}

/**
 * `counted`: where it matters that there is something, but not what. Where something within it is read
 * it is there; only where nothing is, it has to be wanted itself.
 */
export function summarize(wanted: Path[], counted: Path[]): NamedPaths {
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
    strange: new Set([...tree.children.keys()].filter((name) => !isContextName(name))),
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
