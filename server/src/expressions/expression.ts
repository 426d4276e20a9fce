import type jsonata from 'jsonata';

import { withinCompileBudget } from './jsonata/compile-budget';
import type { TypesOf, ValueTypes } from '../schema/value-types';
import { asExpressionError } from './expression-error';
import { registerFunctions, type EnvironmentAccess } from './jsonata/functions';
import { createGuards } from './jsonata/guards';
import { SAVE_SIZES, type SizeLimits } from './jsonata/limits';
import { compileRegex } from './jsonata/linear-regex';
import type { Named } from './analysis/path-set';
import { parseSource, takeTree, treeOfSource } from './parsed-source';
import { plain } from './jsonata/to-plain-json';
import { watchOf, type TimeLimit, type TimeWatch } from './evaluation/time-limit';
import { keepLists, warningsIn, withNumbers } from './analysis/value-types';

export interface ParseOptions {
  /** The types of the document's fields; without it no path is known to be a list. */
  typesOf?: TypesOf | undefined;
}

export interface ExpressionOptions extends ParseOptions {
  /** Milliseconds that one evaluation may take: the setting `expressions.timeoutMs`. */
  timeoutMs: number;
  env: EnvironmentAccess;
  /** Defaults to what may be evaluated in a save. */
  sizes?: SizeLimits;
}

/** An expression that is sound, and evaluated elsewhere if at all. */
export interface ParsedExpression {
  source: string;
  /** What of the context and the environment it reads. */
  paths: Named;
  /** The types that it was compiled with: plain data, and needed wherever it is compiled again. */
  types: ValueTypes;
  /** What will surprise whoever wrote it. */
  warnings: () => readonly string[];
}

export interface Expression extends ParsedExpression {
  /** Of one evaluation. */
  limit: TimeLimit;
  /**
   * Evaluates it in this thread, over a copy of `context`, within its limit unless `watch`
   * says otherwise. Resolves to plain JSON, or to undefined where the expression finds nothing; rejects with
   * an `ExpressionError`.
   */
  evaluate: (context: object, watch?: TimeWatch) => Promise<unknown>;
  /** The same over plain JSON that nobody else uses. */
  evaluatePlain: (input: unknown, watch: TimeWatch) => Promise<unknown>;
}

// Not that of schema/, which would bring all of Strapi's utilities into each worker thread.
const UNKNOWN_TYPES: ValueTypes = { lists: [], bigIntegers: [] };

/** Parses JSONata and compiles its regular expressions. Throws an `ExpressionError` of kind `syntax`. */
export function parseExpression(source: string, { typesOf }: ParseOptions = {}): ParsedExpression {
  const { paths, names, regexes } = parseSource(source);
  compileRegexes(regexes);
  const types = typesOf?.(names) ?? UNKNOWN_TYPES;
  return { source, paths, types, warnings: () => warningsIn(treeOfSource(source), types) };
}

/** Compiles JSONata, guarded: see `createGuards`. Throws an `ExpressionError` of kind `syntax`. */
export function compileExpression(source: string, options: ExpressionOptions): Expression {
  const { sizes = SAVE_SIZES } = options;
  const parsed = parseExpression(source, options);
  const { types } = parsed;
  const { expression, root, options: settings } = takeTree(source);
  const guards = createGuards(sizes);
  limitSizes(settings, sizes, guards.regexEngine);
  const run = guards.guard(expression, root);
  registerFunctions(expression, options.env, guards.clones);
  const limit = { ms: options.timeoutMs, setting: 'expressions.timeoutMs' };
  keepLists(expression, root, types);

  async function evaluatePlain(input: unknown, watch: TimeWatch): Promise<unknown> {
    try {
      return plain(await run(withNumbers(input, types), watch));
    } catch (error) {
      throw asExpressionError(error, 'evaluation');
    }
  }

  return {
    ...parsed,
    limit,
    evaluatePlain,
    async evaluate(context, watch = watchOf(limit)) {
      return evaluatePlain(plainInput(context), watch);
    },
  };
}

function limitSizes(
  settings: jsonata.JsonataOptions,
  { nodes, items }: SizeLimits,
  regexEngine: () => RegExpConstructor,
): void {
  settings.stack = nodes;
  settings.sequence = items;
  Object.defineProperty(settings, 'RegexEngine', { get: regexEngine });
}

function compileRegexes(regexes: readonly RegExp[]): void {
  try {
    withinCompileBudget(() => {
      for (const regex of regexes) compileRegex(regex);
    });
  } catch (error) {
    throw asExpressionError(error, 'syntax');
  }
}

function plainInput(context: object): unknown {
  try {
    return plain(context);
  } catch (error) {
    throw asExpressionError(error, 'evaluation');
  }
}
