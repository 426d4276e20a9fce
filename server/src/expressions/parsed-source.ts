import jsonata from 'jsonata';

import { nodesOf, treeIn, type Node } from './jsonata/ast';
import {
  altersEnvironment,
  computesEnvironmentNames,
  environmentNamesIn,
} from './analysis/env-names';
import { asExpressionError, ExpressionError } from './expression-error';
import { MAX_SOURCE } from './jsonata/limits';
import type { Named } from './analysis/path-set';
import { pathsOf } from './analysis/referenced-paths';
import { createRecent } from './recent';
import { checkTreeSize } from './jsonata/parse-limits';

/** What is known of a source once it is parsed, whatever it is compiled with. */
export interface ParsedSource {
  /** What of the context and the environment it reads. */
  paths: Named;
  /** The names that stand in it: of fields, among others. */
  names: ReadonlySet<string>;
  regexes: readonly RegExp[];
}

export interface ParsedTree {
  expression: jsonata.Expression;
  /** The tree that `expression` evaluates. */
  root: Node;
  /** JSONata reads them when an evaluation begins. */
  options: jsonata.JsonataOptions;
}

interface Kept extends ParsedSource {
  /** Null once somebody took it. */
  tree: ParsedTree | null;
}

/** Characters of the sources that are kept: as much as one webhook holds. */
const MOST_KEPT = 200_000;

/**
 * A save of a webhook asks for each of its sources several times: to validate it, for the fields and the
 * variables that it names, and to bring it into force. The longest takes 100 ms to parse, and is parsed once.
 */
const recent = createRecent<Kept>(MOST_KEPT);

/** Throws an `ExpressionError` of kind `syntax`. Regular expressions are not compiled. */
export function parseSource(source: string): ParsedSource {
  return recent.get(source) ?? keep(source, parse(source));
}

/** The tree, to be looked at only. */
export function treeOfSource(source: string): Node {
  return known(source).root;
}

/** The tree, for the caller alone, who may change it. */
export function takeTree(source: string): ParsedTree {
  const tree = known(source);
  const kept = recent.get(source);
  if (kept) kept.tree = null;
  return tree;
}

function known(source: string): ParsedTree {
  const tree = recent.get(source)?.tree ?? parse(source);
  keep(source, tree);
  return tree;
}

function keep(source: string, tree: ParsedTree): Kept {
  const kept = recent.get(source) ?? { ...inWords(() => readOf(tree.root)), tree };
  kept.tree = tree;
  recent.set(source, kept, source.length);
  return kept;
}

function readOf(root: Node): ParsedSource {
  const nodes = [...nodesOf(root)];
  return {
    paths: {
      ...pathsOf(root),
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
    throw new ExpressionError('syntax', `It is longer than ${MAX_SOURCE} characters`);
  }
  return inWords(() => {
    checkTreeSize(source);
    const options: jsonata.JsonataOptions = {};
    const expression = jsonata(source, options);
    return { expression, root: treeIn(expression), options };
  });
}

/** A tree may be nested deeper than the stack goes. */
function inWords<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw asExpressionError(error, 'syntax');
  }
}
