import { randomUUID } from 'node:crypto';

import {
  DELIVERY_STATUSES,
  type Actor,
  type AttemptOutcomeKind,
  type AttemptTrigger,
  type DeliveryStatus,
} from '../contracts/deliveries';
import type { EventContext } from '../mapping/event-context';

/**
 * Statuses of deliveries that have a sequence in their message group. Skipped deliveries have none.
 */
export const GROUP_STATUSES = DELIVERY_STATUSES.filter((status) => status !== 'skipped');

/** Encoding of the frozen body: JSON, form, plain text, query string, or no body. */
export type BodyFormat = 'json' | 'form' | 'text' | 'query' | 'none';

/** The body as rendered for the first attempt. Every attempt sends the same bytes. */
export interface FrozenBody {
  format: BodyFormat;
  text: string | null;
  /**
   * Host of the URL that the body was rendered for, if the body contains values of the environment. The
   * body is sent to no other host.
   */
  host?: string;
  /** Names of the environment variables whose values it may contain. */
  variables?: readonly string[];
}

/** A delivery as the relay needs it, parsed from a row of the outbox. */
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
  /** Number of further events that were merged into it. */
  coalesced: number;
  /**
   * Number of attempts before the current retry schedule began. A redelivery begins a new schedule.
   */
  retryFrom: number;
  /** Origin of the next attempt; `test` for a test, which has only one. */
  trigger: AttemptTrigger;
  /**
   * JSON of the captured document, limited to the fields that the webhook uses; null once it was pruned.
   */
  snapshot: string | null;
  /**
   * JSON of the other values that the webhook uses (`doc`, `previous`, `changed`); null if there are none.
   */
  context: string | null;
  /** Fields in `snapshot` and `context`, see `CapturedPaths`; null if unknown. */
  capturedPaths: string | null;
  /** Null until the first attempt. */
  body: FrozenBody | null;
  /** True if the save left the condition undecided. The relay evaluates it before rendering. */
  undecided: boolean;
}

/** The texts of unlimited length in its row. */
export function longTexts({ snapshot, context, body }: DeliveryRecord) {
  return [snapshot, context, body?.text];
}

/** One HTTP attempt, as the log stores it. Times are epoch milliseconds. */
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

/**
 * A new delivery id, `msg_` and 32 hex digits. The first 48 bits are the time, so that rows that are
 * inserted together are adjacent in the index.
 */
export function newDeliveryId(now: number): string {
  // `randomUUID` uses cached entropy. `randomBytes` makes a system call each time.
  return `${deliveryIdAt(now)}${randomUUID().replaceAll('-', '').slice(0, 20)}`;
}

/**
 * Whether a text has the form of a delivery id. Databases reject a comparison with some texts that a client
 * can send.
 */
export function isDeliveryId(id: string): boolean {
  return /^msg_\w+$/.test(id);
}

/** The lowest delivery id of this time. */
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
  /** PostgreSQL's driver returns 64-bit integers as text. */
  due_at: number | string | null;
  created_at: number | string;
  settled_at: number | string | null;
  snapshot: string | null;
  context: string | null;
  captured_paths: string | null;
  body_format: BodyFormat | null;
  body: string | null;
  body_host: string | null;
  /** JSON of the environment variables whose values the body may contain; null if none. */
  body_variables: string | null;
  /** 1 or 0; null in rows of an earlier version. */
  undecided: number | null;
}

/** The columns of an event, without its sequence. */
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

function parseBody(row: StoredDelivery): FrozenBody | null {
  const { body_format: format, body: text, body_host: host } = row;
  if (!format) return null;
  return host === null ? { format, text } : { format, text, host, variables: parseVariables(row) };
}

/** Names of the environment variables whose values the stored body may contain. */
export function parseVariables({
  body_variables: names,
}: Pick<StoredDelivery, 'body_variables'>): string[] {
  return names === null ? [] : (JSON.parse(names) as string[]);
}

export function parseDelivery(row: StoredDelivery): DeliveryRecord {
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
    body: parseBody(row),
    undecided: row.undecided === 1,
  };
}
