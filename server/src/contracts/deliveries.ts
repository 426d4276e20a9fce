import type { Data, Page, PageQuery } from './envelope';

export const DELIVERY_STATUSES = [
  'pending',
  'sending',
  'delivered',
  'failed',
  'cancelled',
  'skipped',
] as const;
export const ATTEMPT_OUTCOMES = [
  'response',
  'timeout',
  'dns-error',
  'connection-error',
  'tls-error',
  'blocked',
  'render-error',
] as const;
export const ATTEMPT_TRIGGERS = ['automatic', 'manual'] as const;
export const REDELIVER_MODES = ['original', 'rerendered'] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];
export type AttemptOutcomeKind = (typeof ATTEMPT_OUTCOMES)[number];
export type AttemptTrigger = (typeof ATTEMPT_TRIGGERS)[number];
export type RedeliverMode = (typeof REDELIVER_MODES)[number];

/** Who made the write: `system` where no request was. */
export interface Actor {
  type: 'admin' | 'api-token' | 'user' | 'system';
  /** Absent of the system, and of a visitor who is not signed in. */
  id?: number | string;
  name?: string;
}

/** One event for one webhook. */
export interface Delivery {
  /** `msg_...`: the `webhook-id`, the same on every attempt. */
  id: string;
  webhook: { documentId: string; name: string };
  event: string;
  /** Null where a custom event is about no content type. */
  uid: string | null;
  /** Null where a custom event is about no document. */
  documentId: string | null;
  locale: string | null;
  status: DeliveryStatus;
  /** Why it was failed, cancelled or skipped, or what the last attempt failed with. */
  reason: string | null;
  /** Counts a webhook's deliveries about one document, from 1; null of what was skipped, or an earlier version captured. */
  sequence: number | null;
  /** The id of the newer delivery that replaced it while it waited for a retry. */
  supersededBy: string | null;
  /** How many further events were merged into this delivery. */
  coalesced: number;
  /** Who made the write; null of what an earlier version captured. */
  actor: Actor | null;
  attemptCount: number;
  /** ISO 8601; set while an attempt is due. */
  nextAttemptAt: string | null;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601. */
  settledAt: string | null;
  /** Status code of the last attempt, where it got a response. */
  lastStatusCode: number | null;
  /** Milliseconds the last attempt took. */
  lastDurationMs: number | null;
}

/** What the last attempt sent; null before the first one. */
export interface SentRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

/** One HTTP try. */
export interface Attempt {
  number: number;
  trigger: AttemptTrigger;
  /** ISO 8601. */
  startedAt: string;
  durationMs: number;
  outcome: AttemptOutcomeKind;
  statusCode: number | null;
  responseHeaders: Record<string, string | string[]> | null;
  /** The first 64 KiB. */
  responseBody: string | null;
  responseTruncated: boolean;
  error: string | null;
}

export interface DeliveryDetail extends Delivery {
  request: SentRequest | null;
  /** Ids of the deliveries that it replaced while they waited for a retry. */
  supersedes: string[];
  attempts: Attempt[];
}

/** GET /document-webhooks/deliveries, newest first */
export declare namespace ListDeliveries {
  interface Request {
    query: PageQuery & {
      /** documentId of a webhook. */
      webhook?: string;
      /** One status, or several with commas between. */
      status?: string;
      event?: string;
      uid?: string;
      documentId?: string;
      /** ISO 8601, on `createdAt`, inclusive. */
      from?: string;
      /** ISO 8601, on `createdAt`, exclusive. */
      to?: string;
      /** Of the last attempt. */
      statusCode?: string;
    };
  }
  type Response = Page<Delivery>;
}

/** GET /document-webhooks/deliveries/:id */
export declare namespace GetDelivery {
  interface Request {
    params: { id: string };
  }
  type Response = Data<DeliveryDetail>;
}

/** POST /document-webhooks/deliveries/:id/redeliver; mode `original` when absent. In full for who may read the log. */
export declare namespace RedeliverDelivery {
  interface Request {
    params: { id: string };
    body: { mode?: RedeliverMode };
  }
  type Response = Data<Delivery | DeliveryDetail>;
}

/** POST /document-webhooks/deliveries/:id/cancel. In full for who may read the log. */
export declare namespace CancelDelivery {
  interface Request {
    params: { id: string };
  }
  type Response = Data<Delivery | DeliveryDetail>;
}
