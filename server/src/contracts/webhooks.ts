import type { Data, Page, PageQuery } from './envelope';

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
/** `becomes-true`: the condition was false, or the document absent, before the write. */
export const CONDITION_MODES = ['matches', 'becomes-true'] as const;
/** `document`: one document's deliveries to a webhook leave one at a time, in capture order. */
export const ORDERINGS = ['document', 'none'] as const;
/** What is merged while a delivery waits: repeats of one document's event, or all that the webhook wants. */
export const COALESCE_SCOPES = ['document', 'webhook'] as const;

export type WebhookState = (typeof WEBHOOK_STATES)[number];
export type DocumentEvent = (typeof DOCUMENT_EVENTS)[number];
export type WebhookOrigin = (typeof ORIGINS)[number];
export type HttpMethod = (typeof HTTP_METHODS)[number];
export type Payload = (typeof PAYLOADS)[number];
export type Format = (typeof FORMATS)[number];
export type ConditionMode = (typeof CONDITION_MODES)[number];
export type Ordering = (typeof ORDERINGS)[number];
export type CoalesceScope = (typeof COALESCE_SCOPES)[number];

export interface Header {
  key: string;
  value: string;
}

/** One row of the mapping: a path into the document, and the (dotted) key it goes out under. */
export interface FieldMapping {
  fieldname: string;
  key: string;
}

/** What an editor decides about a webhook. */
export interface WebhookAttributes {
  name: string;
  description: string | null;
  state: WebhookState;
  /** UIDs of content types, at least one. */
  contentTypes: string[];
  /** Events of documents, and custom ones. */
  events: string[];
  /** Empty for all. */
  locales: string[];
  /** Paths of which one must have changed for an update to count; empty for any. */
  watchedFields: string[];
  /** JSONata over the event's context; null for always. */
  condition: string | null;
  conditionMode: ConditionMode;
  method: HttpMethod;
  url: string;
  headers: Header[];
  payload: Payload;
  mapping: FieldMapping[];
  /** JSONata whose result is the body. */
  template: string | null;
  format: Format;
  /** One total deadline in milliseconds: connect, headers and body. */
  timeoutMs: number;
  /** Seconds before each automatic retry; `[]` never retries. */
  retryDelays: number[];
  /** Most requests in flight to this webhook, from each instance. */
  concurrency: number;
  /** Most requests a second, of all instances together; null for no limit. */
  rateLimit: number | null;
  ordering: Ordering;
  /** Seconds a delivery waits for later events to replace its snapshot; 0 merges within a transaction only. */
  coalesceSeconds: number;
  coalesceScope: CoalesceScope;
  /** Whether events that the filter keeps out stay in the log, with the reason. */
  recordSkipped: boolean;
}

/** How a webhook's receiver has answered of late, as all instances saw it. */
export interface WebhookHealth {
  /** Failed attempts since the last that succeeded. */
  failures: number;
  /** ISO 8601; since when no attempt has succeeded. */
  failingSince: string | null;
  /** ISO 8601; set while the circuit breaker holds the queue. */
  openUntil: string | null;
}

/** Something that a webhook names and that there is no more: it sends null there. */
export interface WebhookProblem {
  /** Where in the webhook: `mapping[2].fieldname`. */
  place: string;
  /** What it names: `author.name`. */
  path: string;
  message: string;
}

export interface Webhook extends WebhookAttributes {
  documentId: string;
  origin: WebhookOrigin;
  /** Why the system, not a person, changed `state`. */
  stateReason: string | null;
  health: WebhookHealth;
  /** What it names that content types have lost since it was saved. */
  problems: WebhookProblem[];
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601. */
  updatedAt: string;
}

/** What a person sends; what is left out takes its default on create, and stays as it is on update. */
export type WebhookInput = Partial<Omit<WebhookAttributes, 'mapping'>> & {
  mapping?: { fieldname: string; key?: string | null }[];
};

/** GET /document-webhooks/webhooks */
export declare namespace ListWebhooks {
  interface Request {
    query: PageQuery & {
      /** Part of a name or a URL. */
      search?: string;
      state?: WebhookState;
      /** UID of a content type. */
      contentType?: string;
    };
  }
  type Response = Page<Webhook>;
}

/** GET /document-webhooks/webhooks/:documentId */
export declare namespace GetWebhook {
  interface Request {
    params: { documentId: string };
  }
  type Response = Data<Webhook>;
}

/** POST /document-webhooks/webhooks */
export declare namespace CreateWebhook {
  interface Request {
    body: WebhookInput | Data<WebhookInput>;
  }
  type Response = Data<Webhook>;
}

/** PUT /document-webhooks/webhooks/:documentId */
export declare namespace UpdateWebhook {
  interface Request {
    params: { documentId: string };
    body: WebhookInput | Data<WebhookInput>;
  }
  type Response = Data<Webhook>;
}

/** DELETE /document-webhooks/webhooks/:documentId: cancels what is pending and keeps the log. */
export declare namespace DeleteWebhook {
  interface Request {
    params: { documentId: string };
  }
  type Response = Data<Webhook>;
}

/** POST /document-webhooks/webhooks/:documentId/recover: requeues what never succeeded, in its order. */
export declare namespace RecoverWebhook {
  interface Request {
    params: { documentId: string };
    /** ISO 8601, on the deliveries' `createdAt`; `until` is now when absent. */
    body: { since: string; until?: string };
  }
  type Response = Data<{ requeued: number }>;
}
