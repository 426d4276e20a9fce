import { randomUUID } from 'node:crypto';

import { isCustomEvent } from '../contracts/events';
import type { EventContext } from '../mapping/event-context';
import { newDeliveryId, type DeliveryRecord } from '../outbox/delivery';
import type { Lease } from '../outbox/enqueue';
import { laneKey, laneOf } from '../outbox/lane';
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
  lease: Lease | null;
  newLane: boolean;
  /** As it was before the transaction wrote the document for the first time. */
  before: SourceRow | null;
  /** Whether it has a row of its own by now. */
  stored: boolean;
  /** Of what went into a delivery of other transactions: takes it out again. */
  undo: (() => Promise<void>) | null;
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
    body: null,
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
export function isOvertaken(ledger: Map<string, Entry>, key: string): boolean {
  const entries = [...ledger];
  const at = entries.findIndex(([it]) => it === key);
  const one = entries[at]?.[1];
  if (!one || one.webhook.coalesceScope === 'webhook') return false;
  return entries
    .slice(at + 1)
    .some(
      ([, other]) =>
        other.webhook.documentId === one.webhook.documentId &&
        !isSkipped(other) &&
        isSameText(one.record, other.record.event),
    );
}

/** What of its lane was stored after it. */
export function behind(ledger: Map<string, Entry>, { record }: Entry): DeliveryRecord[] {
  const lane = laneKey(laneOf(record));
  return [...ledger.values()]
    .filter((other) => other.stored && !isSkipped(other))
    .map((other) => other.record)
    .filter((other) => laneKey(laneOf(other)) === lane)
    .filter((other) => (other.event.sequence ?? 0) > (record.event.sequence ?? Infinity));
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
