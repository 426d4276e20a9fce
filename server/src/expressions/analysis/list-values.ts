import type { Node } from '../jsonata/ast';

/** A value at some point of an expression. */
export interface Value {
  /** Where in the context it comes from, as dotted paths; none of what is made anew. */
  places: readonly string[];
  /** Whether it has gone over something repeatable, so that it may be several. */
  list: boolean;
}

export const NOTHING: Value = { places: [], list: false };

const ITEM_FIRST = ['map', 'filter', 'single'];
const SAME_ITEMS = ['filter', 'sort', 'reverse', 'shuffle', 'distinct', 'append'];

/** What the parameters of a function within a call are, as far as they are items of what the call goes over. */
export function parametersOf(name: string, item: Value): Value[] {
  if (ITEM_FIRST.includes(name)) return [item];
  if (name === 'sort') return [item, item];
  return name === 'reduce' ? [NOTHING, item] : [];
}

export function resultOf(name: string, given: Value[]): Value {
  const [first = NOTHING] = given;
  if (name === 'append') return union(given);
  if (SAME_ITEMS.includes(name)) return first;
  return name === 'map' ? { places: [], list: first.list } : NOTHING;
}

/** Of what an index comes to only a number is known for sure; a variable is taken for one. */
export function picksOne(filter: Node): boolean {
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

export function itemOf({ places }: Value): Value {
  return { places, list: false };
}

export function union(values: Value[]): Value {
  const places = [...new Set(values.flatMap((value) => value.places))];
  return { places, list: values.some(({ list }) => list) };
}

export function joined(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}
