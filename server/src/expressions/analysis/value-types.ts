import type jsonata from 'jsonata';

import type { ValueTypes } from '../../schema/value-types';
import type { Node } from '../jsonata/ast';
import { followLists } from './follow-lists';

const SOURCES = ['doc', 'previous'];

/** Contains a space so that no expression can call it. */
const AS_LIST = 'as list';

/**
 * Makes every value that passes through a repeatable field a list, even with one item or none.
 * JSONata itself unwraps a list of one and drops an empty list. Changes the tree, so run all
 * analyses of the tree first.
 */
export function keepLists(expression: jsonata.Expression, root: Node, types: ValueTypes): void {
  const { lists } = followLists(root, repeatableIn(types));
  if (lists.length > 0) expression.registerFunction(AS_LIST, asList);
  for (const node of lists) wrap(node);
}

/** Likely mistakes in an expression, as messages for its author. */
export function warningsIn(root: Node, types: ValueTypes): string[] {
  return followLists(root, repeatableIn(types)).warnings;
}

function repeatableIn({ lists }: ValueTypes): (place: string) => boolean {
  const repeatable = new Set(SOURCES.flatMap((source) => lists.map((path) => `${source}.${path}`)));
  return (place) => repeatable.has(place);
}

function asList(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? Array.from(value as unknown[]) : [value];
}

/** Replaces the node by a call with the original node as its argument. */
function wrap(node: Node): void {
  // `keepSingletonArray` (JSONata's `path[]`) distinguishes a list of one row that is itself a
  // list, `items.[sku, qty]`, from the row.
  const inner: Node = { ...node, ...(node.type === 'path' ? { keepSingletonArray: true } : {}) };
  for (const key of Object.keys(node)) Reflect.deleteProperty(node, key);
  const { position } = inner;
  const place = position === undefined ? {} : { position };
  Object.assign(node, {
    ...place,
    type: 'function',
    value: '(',
    procedure: { ...place, type: 'variable', value: AS_LIST },
    arguments: [inner],
  });
}

/**
 * Converts big integers to numbers. They are read as strings because values beyond 2^53 lose
 * digits as numbers. Changes the input.
 */
export function convertBigIntegers(input: unknown, { bigIntegers }: ValueTypes): unknown {
  for (const source of SOURCES) {
    for (const path of bigIntegers) convert(input, [source, ...path.split('.')]);
  }
  return input;
}

function convert(value: unknown, [name = '', ...rest]: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) convert(item, [name, ...rest]);
    return;
  }
  const row = value as Record<string, unknown>;
  if (!Object.hasOwn(row, name)) return;
  if (rest.length > 0) convert(row[name], rest);
  else if (typeof row[name] === 'string') row[name] = Number(row[name]);
}
