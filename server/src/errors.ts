import { errors } from '@strapi/utils';

import type { FieldError } from './contracts/envelope';

/**
 * Codes of the admin API's errors, in `details.code`. The meaning of a code never changes; messages can
 * change. docs/admin-api.md explains each code.
 */
export const ERROR_CODES = [
  'DW_INVALID_INPUT',
  'DW_WEBHOOK_NOT_FOUND',
  'DW_DELIVERY_NOT_FOUND',
  'DW_ENTRY_NOT_FOUND',
  'DW_ENTRY_CHANGING',
  'DW_WEBHOOK_DISABLED',
  'DW_WEBHOOK_NOT_SENDABLE',
  'DW_WEBHOOK_UNSIGNED',
  'DW_SECRET_IN_CODE',
  'DW_DELIVERY_SENDING',
  'DW_DELIVERY_NOT_PENDING',
  'DW_DELIVERY_IS_TEST',
  'DW_BODY_PRUNED',
  'DW_DOCUMENT_GONE',
  'DW_DOCUMENT_TOO_LARGE',
  'DW_TYPE_NOT_WATCHED',
  'DW_TYPE_NOT_READABLE',
  'DW_FIELD_NOT_READABLE',
  'DW_WEBHOOKS_NOT_WRITABLE',
  'DW_BUILT_IN_NOT_READABLE',
  'DW_TOO_MANY_PREVIEWS',
  'DW_TOO_MANY_TESTS',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Status 404. */
export function notFound(code: ErrorCode, message: string): Error {
  return new errors.NotFoundError(message, { code });
}

/** Status 400: the input is valid, but the request is not possible now. */
export function notPossible(code: ErrorCode, message: string): Error {
  return new errors.ApplicationError(message, { code });
}

/** Status 403. `PolicyError` is the only 403 error whose message Strapi shows. */
export function forbidden(code: ErrorCode, message: string, fields?: FieldError[]): Error {
  return new errors.PolicyError(message, fields ? { code, errors: fields } : { code });
}

/** Status 429. */
export function tooMany(code: ErrorCode, message: string): Error {
  return new errors.RateLimitError(message, { code });
}

/** Status 400. Each of `fields` names the place of a mistake by its path. */
export function invalidInput(message: string, fields: FieldError[]): Error {
  return new errors.ValidationError(message, { code: 'DW_INVALID_INPUT', errors: fields });
}
