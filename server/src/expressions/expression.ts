import jsonata from 'jsonata';

import { nodesOf, treeIn } from './ast';
import { withinCompileBudget } from './compile-budget';
import type { TypesOf, ValueTypes } from '../schema/value-types';
import { computesEnvironmentNames, environmentNamesIn } from './environment-names';
import { asExpressionError, ExpressionError } from './expression-error';
import { registerFunctions, type EnvironmentAccess } from './functions';
import { createGuards } from './guards';
import { MAX_SOURCE, SAVE_SIZES, type SizeLimits } from './limits';
import { linearRegex } from './linear-regex';
import { type Named } from './named-paths';
import { pathsOf } from './paths';
import { plain } from './plain';
import { watchOf, type TimeLimit, type Watch } from './time-limit';
import { checkTreeSize } from './tree-size';
import { fieldNamesIn, keepLists, withNumbers } from './value-types';

export interface ExpressionOptions {
  /** Milliseconds that one evaluation may take: the setting `expressions.timeoutMs`. */
  timeoutMs: number;
  env: EnvironmentAccess;
  /** The types of the document's fields; without it no path is known to be a list. */
  typesOf?: TypesOf | undefined;
  /** Defaults to what may be evaluated in a save. */
  sizes?: SizeLimits;
}

export interface Expression {
  source: string;
  /** What of the context and the environment it reads. */
  paths: Named;
  /** The types that it was compiled with: plain data, and needed wherever it is compiled again. */
  types: ValueTypes;
  /** What will surprise whoever wrote it. */
  warnings: readonly string[];
  /** Of one evaluation. */
  limit: TimeLimit;
  /**
   * Evaluates it in this thread, over a copy of `context`, within its limit unless `watch`
   * says otherwise. Resolves to plain JSON, or to undefined where the expression finds nothing; rejects with
   * an `ExpressionError`.
   */
  evaluate: (context: object, watch?: Watch) => Promise<unknown>;
  /** The same over plain JSON that nobody else uses. */
  evaluatePlain: (input: unknown, watch: Watch) => Promise<unknown>;
}

// Not that of schema/, which would bring all of Strapi's utilities into each worker thread.
const UNKNOWN_TYPES: ValueTypes = { lists: [], bigIntegers: [] };

/** Compiles JSONata, guarded: see `createGuards`. Throws an `ExpressionError` of kind `syntax`. */
export function compileExpression(source: string, options: ExpressionOptions): Expression {
  const { sizes = SAVE_SIZES } = options;
  const guards = createGuards(sizes);
  const expression = parse(source, {
    stack: sizes.nodes,
    sequence: sizes.items,
    get RegexEngine() {
      return guards.regexEngine();
    },
  });
  const root = treeIn(expression);
  const run = guards.guard(expression, root);
  registerFunctions(expression, options.env, guards.clones);
  const limit = { ms: options.timeoutMs, setting: 'expressions.timeoutMs' };
  const paths = {
    ...pathsOf(root),
    env: environmentNamesIn(root),
    computesEnv: computesEnvironmentNames(root),
  };
  const types = options.typesOf?.(fieldNamesIn(root)) ?? UNKNOWN_TYPES;
  const warnings = keepLists(expression, root, types);

  async function evaluatePlain(input: unknown, watch: Watch): Promise<unknown> {
    try {
      return plain(await run(withNumbers(input, types), watch));
    } catch (error) {
      throw asExpressionError(error, 'evaluation');
    }
  }

  return {
    source,
    paths,
    types,
    warnings,
    limit,
    evaluatePlain,
    async evaluate(context, watch = watchOf(limit)) {
      return evaluatePlain(plainInput(context), watch);
    },
  };
}

function plainInput(context: object): unknown {
  try {
    return plain(context);
  } catch (error) {
    throw asExpressionError(error, 'evaluation');
  }
}

function parse(source: string, options: jsonata.JsonataOptions): jsonata.Expression {
  if (source.length > MAX_SOURCE) {
    throw new ExpressionError('syntax', `It is longer than ${MAX_SOURCE} characters`);
  }
  try {
    checkTreeSize(source);
    const expression = jsonata(source, options);
    withinCompileBudget(() => {
      for (const { value } of nodesOf(treeIn(expression))) {
        if (value instanceof RegExp) linearRegex(value);
      }
    });
    return expression;
  } catch (error) {
    throw asExpressionError(error, 'syntax');
  }
}
