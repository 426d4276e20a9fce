import { stringify } from 'qs';

import type { FieldMapping } from '../contracts/webhook';
import type { FormArrays } from '../contracts/webhook-choices';
import { contextReader, isContextPath } from './context-fields';
import type { RenderInput } from './event-context';
import { parseKey } from './key-path';
import { valueAt } from './value-at';

/** Renders the mapped fields as text. */
export type Renderer = (input: RenderInput) => string;

type Reader = (input: RenderInput) => unknown;
interface Leaf {
  read: Reader;
}
type Node = Map<string, Node | Leaf>;

/**
 * Compiles mapping rows into a renderer of JSON text. Text keeps the keys in row order (an object
 * moves `"1"` before `"a"`), and `__proto__` is an ordinary key.
 */
export function compileMapping(rows: readonly FieldMapping[]): Renderer {
  const root: Node = new Map();
  for (const row of rows) place(root, parseKey(row.key) ?? [row.key], { read: readerFor(row) });
  return objectRenderer(root);
}

/**
 * Compiles mapping rows into a renderer of a query string, in row order. Nested values use
 * brackets, `order[skus][0]=A`, lists as `arrays` says.
 */
export function compileQuery(rows: readonly FieldMapping[], arrays: FormArrays): Renderer {
  return compileParameters(rows, { format: 'RFC3986', arrayFormat: arrays });
}

/** Like `compileQuery`, for a form body, where a space is `+`. */
export function compileForm(rows: readonly FieldMapping[], arrays: FormArrays): Renderer {
  return compileParameters(rows, { format: 'RFC1738', arrayFormat: arrays });
}

interface ParameterOptions {
  format: 'RFC1738' | 'RFC3986';
  arrayFormat: FormArrays;
}

function compileParameters(rows: readonly FieldMapping[], options: ParameterOptions): Renderer {
  const parameters = rows.map((row) => {
    const [name = '', ...inner] = parseKey(row.key) ?? [row.key];
    const read = readerFor(row);
    const nest = (value: unknown): unknown =>
      inner.reduceRight((nested, part) => ({ [part]: nested }), value);
    return (input: RenderInput) => stringify({ [name]: nest(read(input)) }, options);
  });
  return (input) =>
    parameters
      .map((render) => render(input))
      .filter((parameter) => parameter !== '')
      .join('&');
}

/** The value that a row sends. */
export function mappedValue(row: FieldMapping, input: RenderInput): unknown {
  return readerFor(row)(input);
}

/** Missing values are `null`. */
function readerFor({ fieldname }: FieldMapping): Reader {
  if (isContextPath(fieldname)) {
    const read = contextReader(fieldname);
    return (input) => read?.(input) ?? null;
  }
  const parts = fieldname.split('.');
  return ({ doc }) => valueAt(doc, parts) ?? null;
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
  return (input) => `{${fields.map(({ prefix, render }) => prefix + render(input)).join(',')}}`;
}

function leafRenderer({ read }: Leaf): Renderer {
  return (input) => JSON.stringify(read(input));
}
