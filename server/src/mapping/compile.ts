import { stringify } from 'qs';

import type { FieldMapping } from '../contracts/webhooks';
import { contextReader, isContextPath, type EventContext } from './event-context';
import { parseKey } from './key-path';

/** Renders the mapped fields as text. */
export type Renderer = (event: EventContext, doc: unknown) => string;

type Reader = (event: EventContext, doc: unknown) => unknown;
interface Leaf {
  read: Reader;
}
type Node = Map<string, Node | Leaf>;

/**
 * Compiles mapping rows into a renderer of JSON text. Text, and not an object, keeps the keys in the
 * order of the rows (an object moves `"1"` before `"a"`) and makes `__proto__` a key like any other.
 * A missing value is `null`.
 */
export function compileMapping(rows: readonly FieldMapping[]): Renderer {
  const root: Node = new Map();
  for (const row of rows) place(root, parseKey(row.key) ?? [row.key], { read: readerFor(row) });
  return objectRenderer(root);
}

/**
 * Compiles mapping rows into a renderer of a query string, in the order of the rows; nested values
 * stand in brackets: `order[skus][0]=A`.
 */
export function compileQuery(rows: readonly FieldMapping[]): Renderer {
  const parameters = rows.map((row) => {
    const [name = '', ...inner] = parseKey(row.key) ?? [row.key];
    const read = readerFor(row);
    const nest = (value: unknown): unknown =>
      inner.reduceRight((nested, part) => ({ [part]: nested }), value);
    return (event: EventContext, doc: unknown) => stringify({ [name]: nest(read(event, doc)) });
  });
  return (event, doc) =>
    parameters
      .map((render) => render(event, doc))
      .filter((parameter) => parameter !== '')
      .join('&');
}

/** Follows `parts` into a value; a list on the way gives the list of what is found in each item. */
export function valueAt(value: unknown, parts: readonly string[], from = 0): unknown {
  const part = parts[from];
  if (part === undefined) return value;
  if (value === null || typeof value !== 'object') return null;
  if (Array.isArray(value)) return value.map((item) => valueAt(item, parts, from) ?? null);
  return Object.hasOwn(value, part)
    ? valueAt((value as Record<string, unknown>)[part], parts, from + 1)
    : null;
}

function readerFor({ fieldname }: FieldMapping): Reader {
  if (isContextPath(fieldname)) {
    const read = contextReader(fieldname);
    return (event) => read?.(event);
  }
  const parts = fieldname.split('.');
  return (_event, doc) => valueAt(doc, parts);
}

function place(node: Node, [name = '', ...rest]: string[], leaf: Leaf): void {
  if (rest.length === 0) {
    node.set(name, leaf);
    return;
  }
  const child = node.get(name);
  if (child instanceof Map) {
    place(child, rest, leaf);
    return;
  }
  const created: Node = new Map();
  node.set(name, created);
  place(created, rest, leaf);
}

function objectRenderer(node: Node): Renderer {
  const fields = [...node].map(([name, child]) => ({
    prefix: `${JSON.stringify(name)}:`,
    render: child instanceof Map ? objectRenderer(child) : leafRenderer(child),
  }));
  return (event, doc) =>
    `{${fields.map(({ prefix, render }) => prefix + render(event, doc)).join(',')}}`;
}

function leafRenderer({ read }: Leaf): Renderer {
  return (event, doc) => {
    const text = JSON.stringify(read(event, doc)) as string | undefined;
    return text ?? 'null';
  };
}
