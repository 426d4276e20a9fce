import { limitError } from '../expression-error';

/** Characters of an expression's source. */
export const MAX_SOURCE = 65_536;

/** How large the values of one evaluation may become. */
export interface SizeLimits {
  /** Items of one sequence. */
  items: number;
  /**
   * Nodes under evaluation at a time: what a recursion that is no tail call uses up. It is not only depth,
   * for the fields of an object are evaluated beside each other, a few nodes each.
   */
  nodes: number;
  /** Values within one value, a text counted by its length. */
  weight: number;
  /** Instructions of a regular expression times characters of a text. */
  regexWork: number;
}

/** In the main thread, where everybody waits: a regular expression takes a fifth of a second at worst. */
export const SAVE_SIZES: SizeLimits = {
  items: 10_000,
  nodes: 10_000,
  weight: 250_000,
  regexWork: 5_000_000,
};

/**
 * In a worker thread, which has a time limit, memory of its own and a hard end: long articles render. An
 * article of 250 KB has 40 000 words, and a pattern that strips its HTML about 20 instructions.
 */
export const WORKER_SIZES: SizeLimits = {
  items: 200_000,
  nodes: 50_000,
  weight: 2_000_000,
  regexWork: 50_000_000,
};

/** Characters of one text. */
const MAX_TEXT = 2 ** 21;
/** Objects within objects in one value. */
const MAX_NESTING = 100;
const CHARACTERS_A_UNIT = 16;

interface Weight {
  /** The values within, counted as often as they would be written out. */
  units: number;
  height: number;
}

/**
 * Weighs what an expression makes. `($a := [1,1]; $b := [[$a],[$a]]; …)` costs no memory and doubles
 * at each step when it is compared, cloned or written out, which are single calls that no clock
 * interrupts: so no value may become that large.
 */
export function createScale({ items, weight: most }: SizeLimits, remember: boolean) {
  const known = new WeakMap<object, Weight>();

  function weigh(value: object, depth: number): Weight {
    const before = known.get(value);
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
    if (remember) known.set(value, weight);
    return weight;
  }

  function weightOf(value: unknown, depth: number): Weight {
    if (typeof value === 'string') {
      return { units: 1 + Math.floor(value.length / CHARACTERS_A_UNIT), height: 0 };
    }
    if (typeof value !== 'object' || value === null || isFunction(value)) return SCALAR;
    return weigh(value, depth);
  }

  /** Throws when the value is too large, too deep or too long. */
  return function check(value: unknown): void {
    if (typeof value === 'string') checkText(value.length);
    if (typeof value !== 'object' || value === null || isFunction(value)) return;
    if (Array.isArray(value)) {
      // Rows of bindings within JSONata, each of which refers to whole documents and is never written out.
      if ('tupleStream' in value) return;
      if (value.length > items) throw tooManyItems(items);
    }
    weigh(value, 0);
  };
}

export function checkText(length: number): void {
  if (length > MAX_TEXT) {
    throw limitError(`A text became longer than ${MAX_TEXT.toLocaleString('en')} characters`);
  }
}

/** JSONata keeps functions as objects, which refer to the whole environment. */
function isFunction(value: object): boolean {
  const { _jsonata_lambda: lambda, _jsonata_function: native } = value as Record<string, unknown>;
  return lambda === true || native === true;
}

const SCALAR: Weight = { units: 1, height: 0 };

const tooDeep = () => limitError(`A value is nested more than ${MAX_NESTING} levels deep`);
const tooLarge = (most: number) =>
  limitError(`A value holds more than ${most.toLocaleString('en')} values`);
const tooManyItems = (most: number) =>
  limitError(`A list has more than ${most.toLocaleString('en')} items`);
