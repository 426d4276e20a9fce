import type jsonata from 'jsonata';

import { withinCompileBudget } from './jsonata/compile-budget';
import type { TypesOf, ValueTypes } from '../schema/value-types';
import { asExpressionError } from './expression-error';
import { registerFunctions, type EnvironmentAccess } from './jsonata/functions';
import { createGuards } from './jsonata/guards';
import { SAVE_SIZES, type SizeLimits } from './jsonata/limits';
import { compileRegex } from './jsonata/linear-regex';
import type { References } from './analysis/path-set';
import { parseSource, takeTree, readTree } from './parsed-source';
import { plain } from './jsonata/to-plain-json';
import { createTimeWatch, type TimeLimit, type TimeWatch } from './evaluation/time-limit';
import { keepLists, warningsIn, convertBigIntegers } from './analysis/value-types';

export interface ParseOptions {
  /** The types of the document's fields. Without it, no path is known to be a list. */
  typesOf?: TypesOf | undefined;
}

export interface ExpressionOptions extends ParseOptions {
  /** Milliseconds that one evaluation can take: the setting `expressions.timeoutMs`. */
  timeoutMs: number;
  env: EnvironmentAccess;
  /** Default: the limits for evaluation in a save. */
  sizes?: SizeLimits;
}

/** A valid expression that this thread need not evaluate. */
export interface ParsedExpression {
  source: string;
  /** The context paths and environment variables that it reads. */
  paths: References;
  /** The field types that it was compiled with; a worker compiles it again with the same types. */
  types: ValueTypes;
  /** Likely mistakes, as messages for the author. */
  warnings: () => readonly string[];
}

export interface Expression extends ParsedExpression {
  /** The time limit of one evaluation. */
  limit: TimeLimit;
  /**
   * Evaluates the expression in this thread, over a copy of `context`, within its limit unless
   * `watch` is given. Resolves to plain JSON, or to undefined if the expression finds nothing.
   * Rejects with an `ExpressionError`.
   */
  evaluate: (context: object, watch?: TimeWatch) => Promise<unknown>;
  /** Like `evaluate`, but over plain JSON that it may change. */
  evaluatePlain: (input: unknown, watch: TimeWatch) => Promise<unknown>;
}

// Not imported from schema/, which would load all of Strapi's utilities into each worker thread.
const UNKNOWN_TYPES: ValueTypes = { lists: [], bigIntegers: [] };

/**
 * Parses JSONata and compiles its regular expressions. Throws an `ExpressionError` of kind
 * `syntax`.
 */
export function parseExpression(source: string, { typesOf }: ParseOptions = {}): ParsedExpression {
  const { paths, names, regexes } = parseSource(source);
  compileRegexes(regexes);
  const types = typesOf?.(names) ?? UNKNOWN_TYPES;
  return { source, paths, types, warnings: () => warningsIn(readTree(source), types) };
}

/**
 * Compiles JSONata with guards: see `createGuards`. Throws an `ExpressionError` of kind `syntax`.
 */
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
      return plain(await run(convertBigIntegers(input, types), watch));
    } catch (error) {
      throw asExpressionError(error, 'evaluation');
    }
  }

  return {
    ...parsed,
    limit,
    evaluatePlain,
    async evaluate(context, watch = createTimeWatch(limit)) {
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
