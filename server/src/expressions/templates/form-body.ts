import { stringify } from 'qs';

import { evaluationError } from '../expression-error';

/** How lists are written: `a[0]=1&a[1]=2`, `a[]=1&a[]=2` or `a=1&a=2`. */
export type Arrays = 'indices' | 'brackets' | 'repeat';

/**
 * The body of `format: form`: nested values in bracket notation (`items[0][sku]=A`, the brackets
 * percent-encoded; lists as `arrays` says), a space as `+`, null as the empty text. Empty lists and objects
 * have no form. Throws for anything but an object, whose names a form needs.
 */
export function formBody(value: unknown, arrays: Arrays): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw evaluationError('A form needs an object of names and values');
  }
  return stringify(value, { arrayFormat: arrays, format: 'RFC1738' });
}
