import { randomUUID } from 'node:crypto';

import { isCustomEvent } from '../../contracts/events';
import type { EventContext } from '../../mapping/event-context';
import { newDeliveryId, type DeliveryRecord } from '../../outbox/delivery';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { WebhookView } from '../filter/webhook-projection';
import { limitSnapshot } from '../snapshot/snapshot-size';

/** An event that a webhook subscribes to, before its filter is applied. */
export interface CapturedEvent {
  webhook: CompiledWebhook;
  event: EventContext;
  /** The document fields that the webhook uses. */
  view: WebhookView;
  /** Whether this write created the document. */
  newDocument: boolean;
}

export function pendingDelivery(
  { webhook, event }: Pick<CapturedEvent, 'webhook' | 'event'>,
  view: WebhookView,
  coalesced: number,
): DeliveryRecord {
  const { snapshot, context } = limitSnapshot(view, webhook.maxSnapshotBytes);
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

/**
 * Key of events that merge within one transaction: the last state of a (webhook, document, locale, event)
 * wins.
 */
export function mergeKey(captured: CapturedEvent): string {
  const { webhook, event } = captured;
  if (webhook.coalesceScope === 'webhook') return webhook.documentId;
  // Events of a document describe its state, and the last state is enough. Custom events are facts and are
  // never merged.
  if (isCustomEvent(event.event) && !isCoalescing(captured)) return randomUUID();
  return JSON.stringify([
    webhook.documentId,
    event.uid,
    event.documentId,
    event.locale,
    event.event,
  ]);
}

/**
 * Whether later events may be merged into the delivery during its coalescing window. Events without a
 * document are never merged with `coalesceScope: document`.
 */
export function isCoalescing({ webhook, event }: CapturedEvent): boolean {
  if (webhook.coalesceSeconds === 0) return false;
  return webhook.coalesceScope === 'webhook' || event.documentId !== null;
}
