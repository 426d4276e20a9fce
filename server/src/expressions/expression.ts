import jsonata from 'jsonata';

import { nodesOf, treeIn } from './ast';
import { withinCompileBudget } from './compile-budget';
import { environmentNamesIn } from './environment-names';
import { NO_TYPES, type TypesOf, type ValueTypes } from '../schema/value-types';
import { asExpressionError, ExpressionError } from './expression-error';
import { registerFunctions, type EnvironmentAccess } from './functions';
import { createGuards } from './guards';
import { MAX_SEQUENCE, MAX_SOURCE, MAX_STACK } from './limits';
import { linearRegex } from './linear-regex';
import { type Named } from './named-paths';
import { pathsOf } from './paths';
import { plain } from './plain';
import { checkTreeSize } from './tree-size';
import { inTurn } from './turn';
import { fieldNamesIn, keepLists, withNumbers } from './value-types';

export interface ExpressionOptions {
  /** Milliseconds that one evaluation may take: the setting `expressions.timeoutMs`. */
  timeoutMs: number;
  env: EnvironmentAccess;
  /** The types of the document's fields; without it no path is known to be a list. */
  typesOf?: TypesOf | undefined;
}

export interface Expression {
  source: string;
  /** What of the context and the environment it reads. */
  paths: Named;
  /** The types that it was compiled with: plain data, and needed wherever it is compiled again. */
  types: ValueTypes;
  /** What will surprise whoever wrote it. */
  warnings: readonly string[];
  /**
   * Evaluates it over a copy of `context`. Resolves to plain JSON, or to undefined where the
   * expression finds nothing; rejects with an `ExpressionError`.
   */
  evaluate: (context: object) => Promise<unknown>;
}

/** Compiles JSONata, guarded: see `createGuards`. Throws an `ExpressionError` of kind `syntax`. */
export function compileExpression(source: string, options: ExpressionOptions): Expression {
  const guards = createGuards(options.timeoutMs);
  const expression = parse(source, {
    timeout: options.timeoutMs,
    stack: MAX_STACK,
    sequence: MAX_SEQUENCE,
    RegexEngine: guards.RegexEngine,
  });
  const root = treeIn(expression);
  const begin = guards.watch(expression, root);
  registerFunctions(expression, options.env, guards.clones);
  const paths = { ...pathsOf(root), env: environmentNamesIn(root) };
  const types = options.typesOf?.(fieldNamesIn(root)) ?? NO_TYPES;
  const warnings = keepLists(expression, root, types);

  return {
    source,
    paths,
    types,
    warnings,
    evaluate: (context) =>
      inTurn(async () => {
        try {
          const input = withNumbers(plain(context), types);
          begin();
          return plain(await expression.evaluate(input));
        } catch (error) {
          throw asExpressionError(error, 'evaluation');
        }
      }),
  };
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
