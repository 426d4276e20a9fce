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
  /** Null if the header is secret: secret values are never returned. */
  value: string | null;
  /** True if the value is stored encrypted and masked in logs and responses. */
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
  /** Locales that count. Empty for all. */
  locales: string[];
  /** An update counts only if one of these paths changed. Empty for any change. */
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
  /** Outcomes that are retried. Any other failure is final. */
  retryOn: RetryOn;
  /** Maximum number of requests in flight to this webhook, per instance. */
  concurrency: number;
  /** Maximum requests a second, over all instances. Null for no limit. */
  rateLimit: number | null;
  ordering: Ordering;
  /** With `ordering: document`: whether a newer delivery of a document replaces one that waits for a retry. */
  supersede: boolean;
  /** Seconds a delivery waits for later events to replace its snapshot; 0 merges within a transaction only. */
  coalesceSeconds: number;
  coalesceScope: CoalesceScope;
  signing: Signing;
  /** Whether the log shows filtered-out events, with the reason. */
  recordSkipped: boolean;
}

/** The queue of a webhook is on hold because its receiver asked for time. */
export interface Hold {
  /** ISO 8601. */
  until: string;
  /** ISO 8601. The start of the first hold after the last success. */
  since: string;
  /** Status code of the response that asked for the hold. */
  statusCode: number;
}

/** Recent results of a webhook's receiver, over all instances. */
export interface WebhookHealth {
  /** Failed attempts since the last that succeeded. */
  failures: number;
  /** ISO 8601. The first failure after the last success. */
  failingSince: string | null;
  /** ISO 8601. Set while the circuit breaker keeps the queue on hold. */
  openUntil: string | null;
  /** Set while the receiver asks for time, by a 429 or by a 503 with Retry-After. */
  hold: Hold | null;
  /** Maximum requests in flight, over all instances, while the webhook is slowed down; else null. */
  slowedTo: number | null;
  /** Whether at least `limits.pendingPerWebhook` deliveries are pending. */
  backlogged: boolean;
  /**
   * Id of the newest delivery if the condition failed on its event after the webhook was last saved;
   * else null. Nothing is sent while the condition fails.
   */
  conditionFailed: string | null;
}

/** A field that a webhook names and that no longer exists. The webhook sends null in its place. */
export interface WebhookProblem {
  /** Where in the webhook: `mapping[2].fieldname`. */
  place: string;
  /** The missing field: `author.name`. */
  path: string;
  message: string;
}

/** A key that signs requests, without its secret. */
export interface SigningKey {
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601. The key signs beside a newer one until then; null for the newest key. */
  expiresAt: string | null;
  /** `whpk_...` for Ed25519; null for HMAC, or while the encryption key is missing. */
  publicKey: string | null;
}

export interface Webhook extends WebhookAttributes {
  documentId: string;
  origin: WebhookOrigin;
  /** The reason if the system changed `state`; null if a person did. */
  stateReason: string | null;
  health: WebhookHealth;
  /** Fields that the webhook names and that its content types no longer have. */
  problems: WebhookProblem[];
  /** Newest first. Empty without signing. */
  signingKeys: SigningKey[];
  /**
   * Why nothing is sent: a secret or the encryption key is missing. Null if none is missing. Due
   * deliveries are on hold until it is there.
   */
  secretsProblem: string | null;
  /**
   * The error of a rule that does not compile, for example because the configuration no longer allows
   * it; null if all rules compile. Until then nothing is captured, and due deliveries are on hold.
   */
  ruleProblem: string | null;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601. */
  updatedAt: string;
}
