import type {
  CoalesceScope,
  ConditionMode,
  FormArrays,
  Format,
  HttpMethod,
  Ordering,
  Payload,
  RetryOn,
  Signing,
  WebhookOrigin,
  WebhookState,
} from './webhook-choices';

export interface Header {
  key: string;
  /** Null where it is secret: it is never read back. */
  value: string | null;
  /** Kept encrypted, and masked wherever it would be shown. */
  secret: boolean;
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
  /** How lists are written in a form, and in the query of a GET. */
  formArrays: FormArrays;
  /** One total deadline in milliseconds: connect, headers and body. */
  timeoutMs: number;
  /** Seconds before each automatic retry; `[]` never retries. */
  retryDelays: number[];
  /** What is retried; anything else fails at once. */
  retryOn: RetryOn;
  /** Most requests in flight to this webhook, from each instance. */
  concurrency: number;
  /** Most requests a second, of all instances together; null for no limit. */
  rateLimit: number | null;
  ordering: Ordering;
  /** With `ordering: document`: whether a newer delivery of a document replaces one that waits for a retry. */
  supersede: boolean;
  /** Seconds a delivery waits for later events to replace its snapshot; 0 merges within a transaction only. */
  coalesceSeconds: number;
  coalesceScope: CoalesceScope;
  signing: Signing;
  /** Whether events that the filter keeps out stay in the log, with the reason. */
  recordSkipped: boolean;
}

/** A webhook's queue on hold, because its receiver asked for it. */
export interface Hold {
  /** ISO 8601. */
  until: string;
  /** ISO 8601; since when it has been on hold, again and again, without a success. */
  since: string;
  /** Of the response that asked for it. */
  statusCode: number;
}

/** How a webhook's receiver has answered of late, as all instances saw it. */
export interface WebhookHealth {
  /** Failed attempts since the last that succeeded. */
  failures: number;
  /** ISO 8601; since when no attempt has succeeded. */
  failingSince: string | null;
  /** ISO 8601; set while the circuit breaker holds the queue. */
  openUntil: string | null;
  /** Set while the receiver has asked for time: by a 429, or a 503 with Retry-After. */
  hold: Hold | null;
  /** Most requests in flight, of all instances together, while the webhook is slowed down; else null. */
  slowedTo: number | null;
  /** Whether `limits.pendingPerWebhook` deliveries wait for it, or more. */
  backlogged: boolean;
  /**
   * Id of the newest delivery, where the condition failed on its event since the webhook was saved: as long
   * as it does, nothing is sent. Null where it did not.
   */
  conditionFailed: string | null;
}

/** Something that a webhook names and that there is no more: it sends null there. */
export interface WebhookProblem {
  /** Where in the webhook: `mapping[2].fieldname`. */
  place: string;
  /** What it names: `author.name`. */
  path: string;
  message: string;
}

/** A key that signs each request; never its secret. */
export interface SigningKey {
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601; until when it signs beside a newer one, null of the newest. */
  expiresAt: string | null;
  /** `whpk_...` of Ed25519, for the receiver; null of HMAC, or while the encryption key is missing. */
  publicKey: string | null;
}

export interface Webhook extends WebhookAttributes {
  documentId: string;
  origin: WebhookOrigin;
  /** Why the system, not a person, changed `state`. */
  stateReason: string | null;
  health: WebhookHealth;
  /** What it names that content types have lost since it was saved. */
  problems: WebhookProblem[];
  /** The newest first; empty without signing. */
  signingKeys: SigningKey[];
  /**
   * Why nothing is sent for want of a secret, as that the encryption key is missing; null where all are
   * there. What is due is held meanwhile, and leaves when they are.
   */
  secretsProblem: string | null;
  /**
   * Why nothing is captured, and what is due is held: a rule of it does not compile, as where the
   * configuration no longer allows for it; null where all of them do.
   */
  ruleProblem: string | null;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601. */
  updatedAt: string;
}
