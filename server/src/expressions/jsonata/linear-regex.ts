import { RE2JS, type Matcher } from 're2js';

import { chargeRegex } from './compile-budget';
import { evaluationError, ExpressionError, limitError } from '../expression-error';
import { createCache } from '../cache';
import { regexCost } from './regex-cost';
import type { TimeWatch } from '../evaluation/time-limit';

/** Total `regexCost` of the cached programs; at most about 30 MB. */
const MAX_CACHED_COST = 50_000;

const compiled = new WeakMap<RegExp, RE2JS>();
/** A save compiles the same patterns several times. */
const cache = createCache<RE2JS>(MAX_CACHED_COST);

/**
 * Compiles a regular expression from JSONata's parser with RE2, which runs in linear time. RE2
 * supports neither look-around nor back references, and `\s`, `\d` and `\w` are ASCII only. The
 * pattern is charged to the compile budget first, also if it is cached.
 */
export function compileRegex(regex: RegExp): RE2JS {
  const pattern = RE2JS.translateRegExp(regex);
  const cost = regexCost(pattern, regex.ignoreCase);
  chargeRegex(pattern, cost);
  const engine = cache.get(pattern) ?? compile(regex, pattern);
  cache.set(pattern, engine, cost);
  compiled.set(regex, engine);
  return engine;
}

function compile(regex: RegExp, pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ExpressionError(
      'syntax',
      `The regular expression ${String(regex)} is invalid: ${why}`,
    );
  }
}

/**
 * The class that JSONata uses in place of RegExp. JSONata needs only `exec`, `lastIndex`, and the
 * groups and `index` of a match. `onExec` is called before each match and can throw: `$replace` and
 * `$split` match in a loop that JSONata's own clock does not see.
 */
export function regexEngine(maxWork: number, onExec: TimeWatch = () => undefined) {
  return class LinearRegex {
    lastIndex = 0;
    readonly #engine: RE2JS;
    #text: string | undefined;
    #matcher: Matcher | undefined;

    constructor(regex: unknown) {
      // JSONata copies the left operand of ?: and ??, which destroys a regular expression.
      if (!(regex instanceof RegExp)) {
        throw evaluationError('A regular expression cannot stand to the left of ?: or ??');
      }
      this.#engine = compiled.get(regex) ?? compileRegex(regex);
    }

    /**
     * Like `exec` of a global RegExp: starts at `lastIndex` and sets it to the end of the match.
     */
    exec(text: string): (RegExpExecArray & { index: number }) | null {
      onExec();
      const matcher = this.#selectMatcher(text);
      if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
        this.lastIndex = 0;
        return null;
      }
      this.lastIndex = matcher.end();
      // An unmatched group is undefined in JavaScript and null in RE2JS.
      const groups = Array.from(
        { length: matcher.groupCount() + 1 },
        (_, group) => matcher.group(group) ?? undefined,
      );
      return Object.assign(groups, { index: matcher.start() }) as RegExpExecArray;
    }

    #selectMatcher(text: string): Matcher {
      if (this.#matcher && this.#text === text) return this.#matcher;
      if (this.#engine.programSize() * text.length > maxWork) {
        throw limitError('The text is too long for this regular expression. Use a simpler pattern');
      }
      this.#text = text;
      this.#matcher = this.#engine.matcher(text);
      return this.#matcher;
    }
  };
}
