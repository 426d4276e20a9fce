import { randomUUID } from 'node:crypto';

import {
  DELIVERY_STATUSES,
  type Actor,
  type AttemptOutcomeKind,
  type AttemptTrigger,
  type DeliveryStatus,
} from '../contracts/deliveries';
import type { EventContext } from '../mapping/event-context';

/** Of deliveries that have a sequence in their lane: what is skipped was never to be sent. */
export const GROUP_STATUSES = DELIVERY_STATUSES.filter((status) => status !== 'skipped');

/** How the frozen body goes out: as JSON, a form, plain text, a query string, or not at all. */
export type BodyFormat = 'json' | 'form' | 'text' | 'query' | 'none';

/** The bytes of every attempt, as rendered for the first one. */
export interface FrozenBody {
  format: BodyFormat;
  text: string | null;
  /** Of the URL that it was made for, where it may hold values of the environment: it is for no other host. */
  host?: string;
}

/** A row of the outbox, as the relay needs it. */
export interface DeliveryRecord {
  /** `msg_...` */
  id: string;
  webhookId: string;
  webhookName: string;
  event: EventContext;
  status: DeliveryStatus;
  /** Token of the lease under which it is being sent. */
  lockedBy: string | null;
  attemptCount: number;
  /** How many further events were merged into it. */
  coalesced: number;
  /** Attempts made before the present schedule of retries began: a redelivery begins it anew. */
  retryFrom: number;
  /** Who asked for the next attempt. */
  trigger: AttemptTrigger;
  /** JSON of the document as captured, cut to what the webhook names; null once it was pruned. */
  snapshot: string | null;
  /** JSON of what the webhook names beside it: `doc`, `previous`, `changed`; null where nothing. */
  context: string | null;
  /** What both hold, see `CapturedPaths`; null where that is not known. */
  capturedPaths: string | null;
  /** Null until the first attempt. */
  body: FrozenBody | null;
  /** Whether its condition was not decided when it was captured: the relay does, before it renders. */
  undecided: boolean;
}

/** What makes its row long. */
export function longTextsOf({ snapshot, context, body }: DeliveryRecord) {
  return [snapshot, context, body?.text];
}

/** One HTTP try, as the log keeps it. Times in epoch milliseconds. */
export interface AttemptRecord {
  number: number;
  trigger: AttemptTrigger;
  startedAt: number;
  durationMs: number;
  outcome: AttemptOutcomeKind;
  statusCode: number | null;
  request: { method: string; url: string; headers: Record<string, string> } | null;
  responseHeaders: Record<string, string | string[]> | null;
  responseBody: string | null;
  responseTruncated: boolean;
  error: string | null;
}

/** Begins with the time, in 48 bits: what is inserted together stands together in the index. */
export function newDeliveryId(now: number): string {
  // Node keeps entropy for these in store; asking for bytes takes a call of the system each time.
  return `${deliveryIdAt(now)}${randomUUID().replaceAll('-', '').slice(0, 20)}`;
}

/** Whether it may be one: what a person sends may be what a database cannot even compare with. */
export function isDeliveryId(id: string): boolean {
  return /^msg_\w+$/.test(id);
}

/** The least id of that time. */
export function deliveryIdAt(epochMs: number): string {
  return `msg_${Math.max(0, Math.trunc(epochMs)).toString(16).padStart(12, '0')}`;
}

export interface StoredDelivery {
  id: number;
  delivery_id: string;
  webhook_id: string;
  webhook_name: string;
  event: string;
  uid: string | null;
  document_id: string | null;
  locale: string | null;
  document_status: 'draft' | 'published' | null;
  event_at: number | string;
  sequence: number | null;
  status: DeliveryStatus;
  locked_by: string | null;
  reason: string | null;
  superseded_by: string | null;
  coalesced: number;
  actor: string | null;
  attempt_count: number;
  retry_from: number;
  trigger: AttemptTrigger;
  /** PostgreSQL hands 64-bit integers over as text. */
  due_at: number | string | null;
  created_at: number | string;
  settled_at: number | string | null;
  snapshot: string | null;
  context: string | null;
  captured_paths: string | null;
  body_format: BodyFormat | null;
  body: string | null;
  body_host: string | null;
  /** 1 or 0; null of what an earlier version stored. */
  undecided: number | null;
}

/** The columns that tell of an event, but for its sequence. */
export function eventColumns(event: EventContext) {
  return {
    event: event.event,
    uid: event.uid,
    document_id: event.documentId,
    locale: event.locale,
    document_status: event.status,
    event_at: event.timestamp,
    actor: JSON.stringify(event.actor),
  };
}

function bodyOf({ body_format: format, body: text, body_host: host }: StoredDelivery) {
  if (!format) return null;
  return host === null ? { format, text } : { format, text, host };
}

export function recordOf(row: StoredDelivery): DeliveryRecord {
  return {
    id: row.delivery_id,
    webhookId: row.webhook_id,
    webhookName: row.webhook_name,
    event: {
      event: row.event,
      uid: row.uid,
      documentId: row.document_id,
      locale: row.locale,
      status: row.document_status,
      timestamp: Number(row.event_at),
      sequence: row.sequence,
      actor: row.actor === null ? null : (JSON.parse(row.actor) as Actor),
    },
    status: row.status,
    lockedBy: row.locked_by,
    attemptCount: row.attempt_count,
    coalesced: row.coalesced,
    retryFrom: row.retry_from,
    trigger: row.trigger,
    snapshot: row.snapshot,
    context: row.context,
    capturedPaths: row.captured_paths,
    body: bodyOf(row),
    undecided: row.undecided === 1,
  };
}
