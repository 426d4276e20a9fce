import type { Delivery } from '../../../server/src/contracts/deliveries';

/** A delivery that waits for its first attempt. */
export function sampleDelivery(part: Partial<Delivery> = {}): Delivery {
  return {
    id: 'msg_1',
    webhook: { documentId: 'crm', name: 'CRM sync' },
    event: 'entry.update',
    uid: 'api::article.article',
    documentId: 'article-1',
    locale: null,
    status: 'pending',
    reason: null,
    sequence: 1,
    supersededBy: null,
    coalesced: 0,
    actor: { type: 'admin', id: 1, name: 'Ada Byron' },
    attemptCount: 0,
    trigger: 'automatic',
    nextAttemptAt: '2026-05-03T12:00:00.000Z',
    createdAt: '2026-05-03T12:00:00.000Z',
    settledAt: null,
    lastStatusCode: null,
    lastDurationMs: null,
    ...part,
  };
}
