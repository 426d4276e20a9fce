import { RE2JS, type Matcher } from 're2js';

import { chargeRegex } from './compile-budget';
import { evaluationError, ExpressionError, limitError } from '../expression-error';
import { createRecent } from '../recent';
import { regexCost } from './regex-cost';
import type { TimeWatch } from '../evaluation/time-limit';

/** Units of `regexCost` of the programs that are kept: some 30 MB at most. */
const MAX_KEPT = 50_000;

const compiled = new WeakMap<RegExp, RE2JS>();
/** A save compiles the same patterns several times over. */
const recent = createRecent<RE2JS>(MAX_KEPT);

/**
 * The linear-time engine of a regular expression that JSONata's parser has read. It has neither
 * look-around nor back references; `\s`, `\d` and `\w` are of ASCII. Its size is judged before it is compiled,
 * and charged to the budget each time.
 */
export function compileRegex(regex: RegExp): RE2JS {
  const pattern = RE2JS.translateRegExp(regex);
  const cost = regexCost(pattern, regex.ignoreCase);
  chargeRegex(pattern, cost);
  const engine = recent.get(pattern) ?? compile(regex, pattern);
  recent.set(pattern, engine, cost);
  compiled.set(regex, engine);
  return engine;
}

function compile(regex: RegExp, pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ExpressionError('syntax', `The regular expression ${String(regex)}: ${why}`);
  }
}

/**
 * The class that JSONata makes a matcher with, in place of RegExp. It needs no more of it than
 * `exec`, `lastIndex` and, of a match, the groups and `index`. `onExec` is called before each match
 * and may throw: `$replace` and `$split` match in a loop that JSONata's own clock does not see.
 */
export function regexEngine(mostWork: number, onExec: TimeWatch = () => undefined) {
  return class LinearRegex {
    lastIndex = 0;
    readonly #engine: RE2JS;
    #text: string | undefined;
    #matcher: Matcher | undefined;

    constructor(regex: unknown) {
      // JSONata copies what stands left of ?: and ??, in which a regular expression gets lost.
      if (!(regex instanceof RegExp)) {
        throw evaluationError('A regular expression cannot stand to the left of ?: or ??');
      }
      this.#engine = compiled.get(regex) ?? compileRegex(regex);
    }

    /** As of a global RegExp: from `lastIndex`, which then is where the match ends. */
    exec(text: string): (RegExpExecArray & { index: number }) | null {
      onExec();
      const matcher = this.#matcherOf(text);
      if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
        this.lastIndex = 0;
        return null;
      }
      this.lastIndex = matcher.end();
      // A group that took no part is undefined in JavaScript and null in RE2JS.
      const groups = Array.from(
        { length: matcher.groupCount() + 1 },
        (_, group) => matcher.group(group) ?? undefined,
      );
      return Object.assign(groups, { index: matcher.start() }) as RegExpExecArray;
    }

    #matcherOf(text: string): Matcher {
      if (this.#matcher && this.#text === text) return this.#matcher;
      if (this.#engine.programSize() * text.length > mostWork) {
        throw limitError('A regular expression is too large for so long a text');
      }
      this.#text = text;
      this.#matcher = this.#engine.matcher(text);
      return this.#matcher;
    }
  };
}
