import type { EventContext } from '../mapping/event-context';
import { newDeliveryId, type DeliveryRecord } from '../outbox/delivery';
import type { Lease } from '../outbox/enqueue';
import type { WebhookInForce } from '../webhooks/webhook-in-force';

export interface Captured {
  webhook: WebhookInForce;
  event: EventContext;
  snapshot: string;
  /** Whether this write gave the document its id. */
  newDocument: boolean;
}

/** A delivery of an open transaction. */
export interface Entry {
  webhook: WebhookInForce;
  record: DeliveryRecord;
  lease: Lease | null;
  newLane: boolean;
}

export function recordOf(
  { webhook, event, snapshot }: Captured,
  coalesced: number,
): DeliveryRecord {
  return {
    id: newDeliveryId(event.timestamp),
    webhookId: webhook.documentId,
    webhookName: webhook.name,
    event: { ...event },
    status: 'pending',
    lockedBy: null,
    attemptCount: 0,
    coalesced,
    retryFrom: 0,
    trigger: 'automatic',
    snapshot,
    body: null,
  };
}

/** Whether something else of the same document and locale was enqueued after it. */
export function isOvertaken(ledger: Map<string, Entry>, key: string): boolean {
  const entries = [...ledger];
  const at = entries.findIndex(([it]) => it === key);
  const one = entries[at]?.[1];
  if (!one || one.webhook.coalesceScope === 'webhook') return false;
  return entries.slice(at + 1).some(([, other]) => isSameText(one.record, other.record));
}

function isSameText(one: DeliveryRecord, other: DeliveryRecord): boolean {
  return (
    one.webhookId === other.webhookId &&
    one.event.documentId === other.event.documentId &&
    one.event.locale === other.event.locale
  );
}

export function keyOf({ webhook, event }: Captured): string {
  if (webhook.coalesceScope === 'webhook') return webhook.documentId;
  return JSON.stringify([
    webhook.documentId,
    event.uid,
    event.documentId,
    event.locale,
    event.event,
  ]);
}
