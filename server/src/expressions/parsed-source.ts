import jsonata from 'jsonata';

import { createAsyncContext } from '../async-context';
import { walkNodes, syntaxTree, type Node } from './jsonata/ast';
import {
  altersEnvironment,
  computesEnvironmentNames,
  environmentNamesIn,
} from './analysis/env-names';
import { asExpressionError, ExpressionError } from './expression-error';
import { MAX_SOURCE } from './jsonata/limits';
import type { References } from './analysis/path-set';
import { referencedPaths } from './analysis/referenced-paths';
import { createCache } from './cache';
import { checkTreeSize } from './jsonata/parse-limits';

/** Facts about a source that do not depend on compile options. */
export interface ParsedSource {
  /** The context paths and environment variables that it reads. */
  paths: References;
  /** All names in the source, including field names. */
  names: ReadonlySet<string>;
  regexes: readonly RegExp[];
}

export interface ParsedTree {
  expression: jsonata.Expression;
  /** The tree that `expression` evaluates. */
  root: Node;
  /** JSONata reads these options when an evaluation starts. */
  options: jsonata.JsonataOptions;
}

interface CacheEntry extends ParsedSource {
  /** Null after a caller took it. */
  tree: ParsedTree | null;
}

/** Total characters of the cached sources; as much as one webhook contains. */
const MAX_CACHED_CHARACTERS = 200_000;

/**
 * A save of a webhook parses each of its sources several times: to validate it, to find its fields
 * and variables, and to compile it. The longest takes 100 ms to parse, so the result is cached.
 */
const cache = createCache<CacheEntry>(MAX_CACHED_CHARACTERS);

/** Sources parsed by the current work, without the trees, which take most of the memory. */
const parsed = createAsyncContext<Map<string, ParsedSource>>();

/**
 * Parses each source at most once while `work` runs, also if there are more than the cache holds. An
 * import parses before its transaction begins, so that the checks within it only read the results.
 */
export function parseOnceDuring<T>(work: () => Promise<T>): Promise<T> {
  return parsed.run(new Map(), work);
}

/**
 * Parses a source without compiling its regular expressions. Throws an `ExpressionError` of kind
 * `syntax`.
 */
export function parseSource(source: string): ParsedSource {
  const before = parsed.get();
  const known = before?.get(source) ?? cache.get(source) ?? store(source, parse(source));
  const { paths, names, regexes } = known;
  before?.set(source, { paths, names, regexes });
  return known;
}

/** The tree, read-only. */
export function readTree(source: string): Node {
  return findTree(source).root;
}

/** The tree, removed from the cache, so that the caller may change it. */
export function takeTree(source: string): ParsedTree {
  const tree = findTree(source);
  const entry = cache.get(source);
  if (entry) entry.tree = null;
  return tree;
}

function findTree(source: string): ParsedTree {
  const tree = cache.get(source)?.tree ?? parse(source);
  store(source, tree);
  return tree;
}

function store(source: string, tree: ParsedTree): CacheEntry {
  const entry = cache.get(source) ?? { ...withSyntaxErrors(() => analyze(tree.root)), tree };
  entry.tree = tree;
  cache.set(source, entry, source.length);
  return entry;
}

function analyze(root: Node): ParsedSource {
  const nodes = [...walkNodes(root)];
  return {
    paths: {
      ...referencedPaths(root),
      env: environmentNamesIn(root),
      computesEnv: computesEnvironmentNames(root),
      altersEnv: altersEnvironment(root),
    },
    names: new Set(nodes.flatMap(({ type, value }) => (type === 'name' ? [String(value)] : []))),
    regexes: nodes.flatMap(({ value }) => (value instanceof RegExp ? [value] : [])),
  };
}

function parse(source: string): ParsedTree {
  if (source.length > MAX_SOURCE) {
    throw new ExpressionError('syntax', `The expression is longer than ${MAX_SOURCE} characters`);
  }
  return withSyntaxErrors(() => {
    checkTreeSize(source);
    const options: jsonata.JsonataOptions = {};
    const expression = jsonata(source, options);
    return { expression, root: syntaxTree(expression), options };
  });
}

/** Converts errors. A deeply nested tree can also overflow the stack. */
function withSyntaxErrors<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw asExpressionError(error, 'syntax');
  }
}
