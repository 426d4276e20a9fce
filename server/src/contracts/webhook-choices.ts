/** `paused` captures and holds, `disabled` captures nothing. */
export const WEBHOOK_STATES = ['enabled', 'paused', 'disabled'] as const;
export const DOCUMENT_EVENTS = [
  'entry.create',
  'entry.update',
  'entry.delete',
  'entry.publish',
  'entry.unpublish',
  'entry.draft-discard',
] as const;
/** `code`: declared in the configuration, and read-only but for its state. */
export const ORIGINS = ['admin', 'code'] as const;
export const HTTP_METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'] as const;
export const PAYLOADS = ['fields', 'document', 'template', 'none'] as const;
/** How a body is written; `form` is `application/x-www-form-urlencoded`. */
export const FORMATS = ['json', 'form'] as const;
/** How a form or a query writes lists: `a[0]=1&a[1]=2`, `a[]=1&a[]=2` or `a=1&a=2`. */
export const FORM_ARRAYS = ['indices', 'brackets', 'repeat'] as const;
/** `becomes-true`: the condition was false, or the document absent, before the write. */
export const CONDITION_MODES = ['matches', 'becomes-true'] as const;
/** `document`: one document's deliveries to a webhook leave one at a time, in capture order. */
export const ORDERINGS = ['document', 'none'] as const;
/** What is merged while a delivery waits: repeats of one document's event, or all that the webhook wants. */
export const COALESCE_SCOPES = ['document', 'webhook'] as const;
/** Standard Webhooks 1.0: `hmac` is its `v1`, `ed25519` its `v1a`. */
export const SIGNINGS = ['none', 'hmac', 'ed25519'] as const;
/** Outcomes of an attempt that got no complete response, as `retryOn` names them. */
export const RETRY_OUTCOMES = ['timeout', 'dns-error', 'connection-error', 'tls-error'] as const;
/** Most hours for which a rotated key signs beside the new one. */
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
 * Which failures are retried: all, or those in the list. An entry is a status code (408), a range of a
 * hundred (`"5xx"`), or one of `RETRY_OUTCOMES`.
 */
export type RetryOn = 'all' | (number | string)[];
