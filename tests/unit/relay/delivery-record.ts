import type { DeliveryRecord, FrozenBody } from '../../../server/src/outbox/delivery';
import type { ReadyDelivery } from '../../../server/src/relay/worker/prefetch-buffer';

/** A claimed delivery of the webhook `hook`. */
export function deliveryRecord(more: Partial<DeliveryRecord> = {}): ReadyDelivery {
  const body: FrozenBody = { format: 'json', text: '{"title":"Order"}' };
  return {
    id: 'msg_1',
    webhookId: 'hook',
    webhookName: 'Hook',
    event: {
      event: 'entry.update',
      uid: 'api::order.order',
      documentId: 'abc',
      locale: null,
      status: null,
      timestamp: 0,
      sequence: 1,
      actor: { type: 'system' },
    },
    status: 'sending',
    lockedBy: 'relay/1',
    attemptCount: 0,
    coalesced: 0,
    retryFrom: 0,
    trigger: 'automatic',
    snapshot: '{"title":"Order"}',
    context: null,
    capturedPaths: null,
    undecided: false,
    ...more,
    body: more.body ?? body,
  };
}
