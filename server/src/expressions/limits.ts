import { limitError } from './expression-error';

/** Characters of an expression's source. */
export const MAX_SOURCE = 65_536;
/** Items of one sequence. */
export const MAX_SEQUENCE = 10_000;
/**
 * Nodes under evaluation at a time: what a recursion that is no tail call uses up. It is not only depth,
 * for the fields of an object are evaluated beside each other, a few nodes each.
 */
export const MAX_STACK = 10_000;
/** Characters of one text. */
const MAX_TEXT = 2 ** 21;
/** Objects within objects in one value. */
const MAX_NESTING = 100;
/** Values within one value, a text counted by its length. */
const MAX_WEIGHT = 250_000;
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
export function createScale({ remember }: { remember: boolean }) {
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
      if (weight.units > MAX_WEIGHT) throw tooLarge();
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
      if (value.length > MAX_SEQUENCE) throw tooManyItems();
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
const tooLarge = () =>
  limitError(`A value holds more than ${MAX_WEIGHT.toLocaleString('en')} values`);
const tooManyItems = () =>
  limitError(`A list has more than ${MAX_SEQUENCE.toLocaleString('en')} items`);
