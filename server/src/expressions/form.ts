import { stringify } from 'qs';

import { evaluationError } from './expression-error';

/**
 * The body of `format: form`: nested values in bracket notation (`items[0][sku]=A`, the brackets
 * percent-encoded), a space as `+`, null as the empty text. Empty lists and objects have no form. Throws for
 * anything but an object, whose names a form needs.
 */
export function formBody(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw evaluationError('A form needs an object of names and values');
  }
  return stringify(value, { arrayFormat: 'indices', format: 'RFC1738' });
}
