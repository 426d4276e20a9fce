import { errors } from '@strapi/utils';

import type { FieldError } from './contracts/envelope';

/**
 * Every error of the admin API has one of these codes as `details.code`. A code keeps its meaning for ever;
 * the message may change. docs/admin-api.md says of each what to do.
 */
export const ERROR_CODES = [
  'DW_INVALID_INPUT',
  'DW_WEBHOOK_NOT_FOUND',
  'DW_DELIVERY_NOT_FOUND',
  'DW_ENTRY_NOT_FOUND',
  'DW_WEBHOOK_DISABLED',
  'DW_WEBHOOK_NOT_SENDABLE',
  'DW_WEBHOOK_UNSIGNED',
  'DW_SECRET_IN_CODE',
  'DW_DELIVERY_SENDING',
  'DW_DELIVERY_NOT_PENDING',
  'DW_BODY_PRUNED',
  'DW_DOCUMENT_GONE',
  'DW_DOCUMENT_TOO_LARGE',
  'DW_TYPE_NOT_WATCHED',
  'DW_TYPE_NOT_READABLE',
  'DW_FIELD_NOT_READABLE',
  'DW_WEBHOOKS_NOT_WRITABLE',
  'DW_BUILT_IN_NOT_READABLE',
  'DW_TOO_MANY_PREVIEWS',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Answers 404. */
export function notFound(code: ErrorCode, message: string): Error {
  return new errors.NotFoundError(message, { code });
}

/** Answers 400: the input is valid, but the request is not possible now. */
export function notPossible(code: ErrorCode, message: string): Error {
  return new errors.ApplicationError(message, { code });
}

/** Answers 403. Strapi shows the message of a `PolicyError` only. */
export function forbidden(code: ErrorCode, message: string, fields?: FieldError[]): Error {
  return new errors.PolicyError(message, fields ? { code, errors: fields } : { code });
}

/** Answers 429. */
export function tooMany(code: ErrorCode, message: string): Error {
  return new errors.RateLimitError(message, { code });
}

/** Answers 400; each of `fields` names the place of a mistake by its path. */
export function invalidInput(message: string, fields: FieldError[]): Error {
  return new errors.ValidationError(message, { code: 'DW_INVALID_INPUT', errors: fields });
}
