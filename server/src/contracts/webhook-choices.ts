/** `paused` captures events and keeps deliveries on hold. `disabled` captures nothing. */
export const WEBHOOK_STATES = ['enabled', 'paused', 'disabled'] as const;
export const DOCUMENT_EVENTS = [
  'entry.create',
  'entry.update',
  'entry.delete',
  'entry.publish',
  'entry.unpublish',
  'entry.draft-discard',
] as const;
/** `code`: declared in the configuration. Only its state can be changed. */
export const ORIGINS = ['admin', 'code'] as const;
export const HTTP_METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'] as const;
export const PAYLOADS = ['fields', 'document', 'template', 'none'] as const;
/** Format of the body. `form` is `application/x-www-form-urlencoded`. */
export const FORMATS = ['json', 'form'] as const;
/** Notation of lists in a form or a query: `a[0]=1&a[1]=2`, `a[]=1&a[]=2` or `a=1&a=2`. */
export const FORM_ARRAYS = ['indices', 'brackets', 'repeat'] as const;
/** `becomes-true`: the condition was false before the write, or the document did not exist. */
export const CONDITION_MODES = ['matches', 'becomes-true'] as const;
/** `document`: deliveries of one document to a webhook are sent one at a time, in capture order. */
export const ORDERINGS = ['document', 'none'] as const;
/** Events that are merged into a waiting delivery: duplicates of one document, or all of the webhook. */
export const COALESCE_SCOPES = ['document', 'webhook'] as const;
/** Standard Webhooks 1.0: `hmac` is its `v1`, `ed25519` its `v1a`. */
export const SIGNINGS = ['none', 'hmac', 'ed25519'] as const;
/** Outcomes of an attempt that got no complete response, as `retryOn` names them. */
export const RETRY_OUTCOMES = ['timeout', 'dns-error', 'connection-error', 'tls-error'] as const;
/** Maximum hours for which a rotated key signs beside the new one. */
export const LONGEST_OVERLAP_HOURS = 168;
export const DEFAULT_OVERLAP_HOURS = 24;

export type WebhookState = (typeof WEBHOOK_STATES)[number];
export type DocumentEvent = (typeof DOCUMENT_EVENTS)[number];
export type WebhookOrigin = (typeof ORIGINS)[number];
export type HttpMethod = (typeof HTTP_METHODS)[number];
export type Payload = (typeof PAYLOADS)[number];
export type Format = (typeof FORMATS)[number];
export type FormArrays = (typeof FORM_ARRAYS)[number];
export type ConditionMode = (typeof CONDITION_MODES)[number];
export type Ordering = (typeof ORDERINGS)[number];
export type CoalesceScope = (typeof COALESCE_SCOPES)[number];
export type Signing = (typeof SIGNINGS)[number];
/**
 * Failures that are retried: all, or those in the list. An entry is a status code (408), a range of a
 * hundred (`"5xx"`), or one of `RETRY_OUTCOMES`.
 */
export type RetryOn = 'all' | (number | string)[];
