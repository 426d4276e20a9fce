import type jsonata from 'jsonata';

import type { ValueTypes } from '../../schema/value-types';
import type { Node } from '../jsonata/ast';
import { followLists } from './follow-lists';

const SOURCES = ['doc', 'previous'];

/** No expression can name a function with a space in it. */
const AS_LIST = 'as list';

/**
 * Has each value that goes over something repeatable be a list, also of one and of none: JSONata makes one
 * of them itself and nothing of none. Changes the tree, so all else must have looked at it before.
 */
export function keepLists(expression: jsonata.Expression, root: Node, types: ValueTypes): void {
  const { lists } = followLists(root, repeatableIn(types));
  if (lists.length > 0) expression.registerFunction(AS_LIST, asList);
  for (const node of lists) wrap(node);
}

/** What will surprise whoever wrote the expression. */
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

/** The node becomes a call that has what it was as its argument. */
function wrap(node: Node): void {
  // As `path[]` does, which tells the list of one row that is a list, `items.[sku, qty]`, from that row.
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
 * Makes numbers of big integers beyond 2^53, which are read as text so that no digit is lost. Changes the
 * input.
 */
export function withNumbers(input: unknown, { bigIntegers }: ValueTypes): unknown {
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
