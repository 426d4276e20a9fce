import { stringify } from 'qs';

import { evaluationError } from '../expression-error';

/** Notation of lists: `a[0]=1&a[1]=2`, `a[]=1&a[]=2` or `a=1&a=2`. */
export type Arrays = 'indices' | 'brackets' | 'repeat';

/**
 * The body for `format: form`. Nested values use bracket notation (`items[0][sku]=A`, with
 * percent-encoded brackets; lists as `arrays` says), a space is `+`, null is an empty string. Empty
 * lists and objects are omitted. Throws an `ExpressionError` if the value is not an object.
 */
export function formBody(value: unknown, arrays: Arrays): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw evaluationError('A form body must be an object of names and values');
  }
  return stringify(value, { arrayFormat: arrays, format: 'RFC1738' });
}
