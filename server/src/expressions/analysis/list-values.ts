import type { Node } from '../jsonata/ast';

/** The abstract value of a node during the analysis. */
export interface Value {
  /** The context paths that the value comes from, dotted. Empty for a computed value. */
  places: readonly string[];
  /** True if the value passed through a repeatable field and can be a list. */
  list: boolean;
}

export const NOTHING: Value = { places: [], list: false };

const ITEM_FIRST = ['map', 'filter', 'single'];
const SAME_ITEMS = ['filter', 'sort', 'reverse', 'shuffle', 'distinct', 'append'];

/**
 * The values of a lambda's parameters in a call, as far as they are items of the list that the
 * call iterates.
 */
export function lambdaParameters(name: string, item: Value): Value[] {
  if (ITEM_FIRST.includes(name)) return [item];
  if (name === 'sort') return [item, item];
  return name === 'reduce' ? [NOTHING, item] : [];
}

/** The value of a call, given the values of its arguments. */
export function callResult(name: string, given: Value[]): Value {
  const [first = NOTHING] = given;
  if (name === 'append') return union(given);
  if (SAME_ITEMS.includes(name)) return first;
  return name === 'map' ? { places: [], list: first.list } : NOTHING;
}

/**
 * True if a filter is an index, which selects one item. Only numeric results count; a variable is
 * assumed to be an index.
 */
export function selectsOne(filter: Node): boolean {
  if (filter.type === 'number' || filter.type === 'variable') return true;
  if (filter.type === 'binary') return '+-*/%'.includes(String(filter.value));
  const { procedure } = filter;
  return filter.type === 'function' && NUMERIC.has(String(procedure?.value));
}

const NUMERIC = new Set(
  'abs average ceil count floor length max min number power random round sqrt sum toMillis'.split(
    ' ',
  ),
);

export function singleItem({ places }: Value): Value {
  return { places, list: false };
}

export function union(values: Value[]): Value {
  const places = [...new Set(values.flatMap((value) => value.places))];
  return { places, list: values.some(({ list }) => list) };
}

export function joinPath(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}
