import type { Data, Page, PageQuery } from './envelope';
import type {
  CoalesceScope,
  ConditionMode,
  Format,
  HttpMethod,
  Ordering,
  Payload,
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
  signing: Signing;
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
  /** Whether `limits.pendingPerWebhook` deliveries wait for it, or more. */
  backlogged: boolean;
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
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601. */
  updatedAt: string;
}

/** What a person sends; what is left out takes its default on create, and stays as it is on update. */
export type WebhookInput = Partial<Omit<WebhookAttributes, 'mapping' | 'headers'>> & {
  mapping?: { fieldname: string; key?: string | null }[];
  /** A secret one without a value keeps the stored one of the same key; a string replaces it. */
  headers?: { key: string; value?: string | null; secret?: boolean }[];
  /**
   * `whsec_...` for `hmac`, `whsk_...` for `ed25519`, or `generate` for a new one. Left out, the stored
   * one stays, and where there is none one is generated.
   */
  signingSecret?: string;
};

/** A signing secret that was generated: shown this once. */
export interface GeneratedSecret {
  /** `whsec_...` or `whsk_...` */
  signingSecret?: string;
  /** `whpk_...`, of Ed25519. */
  publicKey?: string;
}

/** What came of a write; `meta` holds a secret that it generated. */
export type Written = Data<Webhook> & { meta: GeneratedSecret };

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
  type Response = Written;
}

/** PUT /document-webhooks/webhooks/:documentId */
export declare namespace UpdateWebhook {
  interface Request {
    params: { documentId: string };
    body: WebhookInput | Data<WebhookInput>;
  }
  type Response = Written;
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

/** POST /document-webhooks/webhooks/:documentId/rotate-secret: a new key signs; the old one beside it for a while. */
export declare namespace RotateSecret {
  interface Request {
    params: { documentId: string };
    /** 0 to 168 hours, 24 when absent; a secret is generated where none is given. */
    body: { overlapHours?: number; signingSecret?: string };
  }
  type Response = Data<Webhook> & { meta: { signingSecret: string; publicKey?: string } };
}
