import { limitError } from '../expression-error';

/** Maximum length of an expression's source, in characters. */
export const MAX_SOURCE = 65_536;

/** Limits for the values of one evaluation. */
export interface SizeLimits {
  /** Items of one sequence. */
  items: number;
  /**
   * Nodes under evaluation at the same time; a recursion without tail calls uses them up. This is
   * more than the depth, because JSONata evaluates the fields of an object in parallel.
   */
  nodes: number;
  /** Values nested within one value; a string counts by its length. */
  weight: number;
  /** Instructions of a regular expression multiplied by characters of the text. */
  regexWork: number;
}

/** Limits in the main thread. A regular expression takes at most 0.2 s. */
export const SAVE_SIZES: SizeLimits = {
  items: 10_000,
  nodes: 10_000,
  weight: 250_000,
  regexWork: 5_000_000,
};

/**
 * Limits in a worker thread, which has a time limit and its own memory and can be terminated. They
 * allow long articles: 250 KB of text has 40 000 words, and a pattern that strips HTML has about 20
 * instructions.
 */
export const WORKER_SIZES: SizeLimits = {
  items: 200_000,
  nodes: 50_000,
  weight: 2_000_000,
  regexWork: 50_000_000,
};

/** Maximum length of one string, in characters. */
const MAX_TEXT = 2 ** 21;
/** Maximum nesting depth of one value. */
const MAX_NESTING = 100;
const CHARACTERS_A_UNIT = 16;

interface Weight {
  /** The number of nested values, counted as often as JSON would write them. */
  units: number;
  height: number;
}

/**
 * Creates a function that measures the values of an evaluation. `($a := [1,1]; $b := [[$a],[$a]];
 * …)` uses no memory, but doubles at each step when it is compared, cloned or serialized. These are
 * single calls that no time limit can interrupt, so values must stay small.
 */
export function createSizeCheck({ items, weight: most }: SizeLimits, cacheSizes: boolean) {
  const cached = new WeakMap<object, Weight>();

  function weigh(value: object, depth: number): Weight {
    const before = cached.get(value);
    if (before) return before;
    if (depth > MAX_NESTING) throw tooDeep();
    const weight = { units: 1, height: 1 };
    for (const child of Array.isArray(value) ? value : Object.values(value)) {
      const { units, height } = weightOf(child, depth + 1);
      weight.units += units;
      weight.height = Math.max(weight.height, height + 1);
      if (weight.units > most) throw tooLarge(most);
    }
    if (weight.height > MAX_NESTING) throw tooDeep();
    if (cacheSizes) cached.set(value, weight);
    return weight;
  }

  function weightOf(value: unknown, depth: number): Weight {
    if (typeof value === 'string') {
      return { units: 1 + Math.floor(value.length / CHARACTERS_A_UNIT), height: 0 };
    }
    if (typeof value !== 'object' || value === null || isFunction(value)) return SCALAR;
    return weigh(value, depth);
  }

  /**
   * Throws an `ExpressionError` of kind `limit` if the value is too large, too deep or too long.
   */
  return function check(value: unknown): void {
    if (typeof value === 'string') checkText(value.length);
    if (typeof value !== 'object' || value === null || isFunction(value)) return;
    if (Array.isArray(value)) {
      // JSONata's internal rows of bindings. They refer to whole documents and are never
      // serialized.
      if ('tupleStream' in value) return;
      if (value.length > items) throw tooManyItems(items);
    }
    weigh(value, 0);
  };
}

export function checkText(length: number): void {
  if (length > MAX_TEXT) {
    throw limitError(`A text is longer than ${MAX_TEXT.toLocaleString('en')} characters`);
  }
}

/** JSONata represents functions as objects that refer to the whole environment. */
function isFunction(value: object): boolean {
  const { _jsonata_lambda: lambda, _jsonata_function: native } = value as Record<string, unknown>;
  return lambda === true || native === true;
}

const SCALAR: Weight = { units: 1, height: 0 };

const tooDeep = () => limitError(`A value is nested more than ${MAX_NESTING} levels deep`);
const tooLarge = (most: number) =>
  limitError(`A value contains more than ${most.toLocaleString('en')} values`);
const tooManyItems = (most: number) =>
  limitError(`A list has more than ${most.toLocaleString('en')} items`);
