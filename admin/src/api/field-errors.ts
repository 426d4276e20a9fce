import type { FieldError } from '../../../server/src/contracts/envelope';

/** Messages by the dotted path of their field: `url`, `mapping.1.fieldname`. */
export type FieldErrors = Record<string, string>;

/** The first violation of each path. */
export function byField(violations: FieldError[]): FieldErrors {
  const errors: FieldErrors = {};
  for (const { path, message } of violations) errors[path.join('.')] ??= message;
  return errors;
}
