import { randomUUID } from 'node:crypto';

import { isCustomEvent } from '../contracts/events';
import type { EventContext } from '../mapping/event-context';
import type { Waiting } from '../outbox/coalesce';
import { newDeliveryId, type DeliveryRecord } from '../outbox/delivery';
import type { Lease } from '../outbox/enqueue';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import type { ChangeView } from './change-view';
import { keptOf } from './kept';
import type { SourceRow } from './snapshot';

export interface Captured {
  webhook: WebhookInForce;
  event: EventContext;
  /** The document's row before the write; null where there was none, or nobody asks. */
  before: SourceRow | null;
  /** What the webhook sees, as against the row that was there before. */
  view: (before: SourceRow | null) => ChangeView;
  /** Whether this write gave the document its id. */
  newDocument: boolean;
}

/** A delivery of an open transaction, or what the filter kept from becoming one. */
export interface Entry {
  webhook: WebhookInForce;
  record: DeliveryRecord;
  /** Null also once it was taken back: with that the relay has let go of it, for good. */
  lease: Lease | null;
  newLane: boolean;
  /** As it was before the transaction wrote the document for the first time. */
  before: SourceRow | null;
  /** Where it stands among what the transaction has enqueued. */
  place: number;
  /** Whether it has a row of its own by now. */
  stored: boolean;
  /** The delivery of other transactions that it went into. */
  waiting: Waiting | null;
  /** Of what the filter kept out: the reason, where the log is to show it. */
  skipped: string | null;
}

export function recordOf(
  { webhook, event }: Pick<Captured, 'webhook' | 'event'>,
  view: ChangeView,
  coalesced: number,
): DeliveryRecord {
  const { snapshot, context } = keptOf(view, webhook.maxSnapshotBytes);
  return {
    id: newDeliveryId(event.timestamp),
    webhookId: webhook.documentId,
    webhookName: webhook.name,
    event: Object.assign({}, event),
    status: 'pending',
    lockedBy: null,
    attemptCount: 0,
    coalesced,
    retryFrom: 0,
    trigger: 'automatic',
    snapshot,
    context,
    capturedPaths: webhook.capturedPaths,
    body: null,
    undecided: false,
  };
}

export function isSkipped({ record }: Entry): boolean {
  return record.status === 'skipped';
}

/** A call for many documents is not undone by one of them that is kept out. */
export function isRemembered(entry: Entry): boolean {
  return !isSkipped(entry) || entry.webhook.coalesceScope === 'document';
}

/** Whether something else of the same document and locale was enqueued after it. */
export function isOvertaken(inLane: Entry[], one: Entry): boolean {
  if (one.webhook.coalesceScope === 'webhook') return false;
  return inLane.some(
    (other) =>
      other.place > one.place && !isSkipped(other) && isSameText(one.record, other.record.event),
  );
}

/** What of its lane was stored after it. */
export function behind(inLane: Entry[], { record }: Entry): Entry[] {
  return inLane
    .filter((other) => other.stored && !isSkipped(other))
    .filter((other) => (other.record.event.sequence ?? 0) > (record.event.sequence ?? Infinity));
}

/** As it is once one before it in its lane is taken back. */
export function movedUp(record: DeliveryRecord): DeliveryRecord {
  return { ...record, event: { ...record.event, sequence: (record.event.sequence ?? 0) - 1 } };
}

/** Whether a delivery tells of that document and locale. */
export function isSameText(record: DeliveryRecord, event: EventContext): boolean {
  const { uid, documentId, locale } = record.event;
  return uid === event.uid && documentId === event.documentId && locale === event.locale;
}

/** Whether later events may be merged into it while it waits: what is about no document stays apart. */
export function waitsForMore({ webhook, event }: Captured): boolean {
  if (webhook.coalesceSeconds === 0) return false;
  return webhook.coalesceScope === 'webhook' || event.documentId !== null;
}

export function keyOf(captured: Captured): string {
  const { webhook, event } = captured;
  if (webhook.coalesceScope === 'webhook') return webhook.documentId;
  // A document's events all tell its state, and the last is enough. What a developer emits are facts.
  if (isCustomEvent(event.event) && !waitsForMore(captured)) return randomUUID();
  return JSON.stringify([
    webhook.documentId,
    event.uid,
    event.documentId,
    event.locale,
    event.event,
  ]);
}
