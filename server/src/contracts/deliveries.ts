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
export const ATTEMPT_TRIGGERS = ['automatic', 'manual', 'test'] as const;
export const REDELIVER_MODES = ['original', 'rerendered'] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];
export type AttemptOutcomeKind = (typeof ATTEMPT_OUTCOMES)[number];
export type AttemptTrigger = (typeof ATTEMPT_TRIGGERS)[number];
export type RedeliverMode = (typeof REDELIVER_MODES)[number];

/** Who made the write: `system` if no request did. */
export interface Actor {
  type: 'admin' | 'api-token' | 'user' | 'system';
  /** Missing for the system and for visitors who are not signed in. */
  id?: number | string;
  name?: string;
}

/** One event for one webhook. */
export interface Delivery {
  /** `msg_...`: the `webhook-id`, the same on every attempt. */
  id: string;
  webhook: { documentId: string; name: string };
  event: string;
  /** Null for a custom event without a content type. */
  uid: string | null;
  /** Null for a custom event without a document. */
  documentId: string | null;
  locale: string | null;
  status: DeliveryStatus;
  /** Why it failed, was cancelled or was skipped; or the error of the last attempt. */
  reason: string | null;
  /** Rises with each delivery of one document to one webhook, from 1. Null for skipped deliveries. */
  sequence: number | null;
  /** Id of the newer delivery that replaced this one while it waited for a retry. */
  supersededBy: string | null;
  /** How many further events were merged into this delivery. */
  coalesced: number;
  /** Who made the write. */
  actor: Actor | null;
  attemptCount: number;
  /** Origin of the next attempt; `test` for a test, which has one attempt and cannot be redelivered. */
  trigger: AttemptTrigger;
  /** ISO 8601; set while an attempt is due. */
  nextAttemptAt: string | null;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601. */
  settledAt: string | null;
  /** Status code of the last attempt; null without a response. */
  lastStatusCode: number | null;
  /** Duration of the last attempt, in milliseconds. */
  lastDurationMs: number | null;
}

/** The request of the last attempt; null before the first one. */
export interface SentRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

/** One HTTP request and its outcome. */
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
  /** Ids of the deliveries that this one replaced while they waited for a retry. */
  supersedes: string[];
  attempts: Attempt[];
}

/** GET /document-webhooks/deliveries, newest first */
export declare namespace ListDeliveries {
  interface Request {
    query: PageQuery & {
      /** documentId of a webhook. */
      webhook?: string;
      /** One status, or several separated by commas. */
      status?: string;
      event?: string;
      uid?: string;
      documentId?: string;
      /** ISO 8601, on `createdAt`, inclusive. */
      from?: string;
      /** ISO 8601, on `createdAt`, exclusive. */
      to?: string;
      /** Status code of the last attempt. */
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

/** POST /document-webhooks/deliveries/:id/redeliver; the default mode is `original`. The full delivery needs `deliveries.read`. */
export declare namespace RedeliverDelivery {
  interface Request {
    params: { id: string };
    body: { mode?: RedeliverMode };
  }
  type Response = Data<Delivery | DeliveryDetail>;
}

/** POST /document-webhooks/deliveries/:id/cancel. The full delivery needs `deliveries.read`. */
export declare namespace CancelDelivery {
  interface Request {
    params: { id: string };
  }
  type Response = Data<Delivery | DeliveryDetail>;
}
