import type { Webhook } from '../../../server/src/contracts/webhooks';

/** An enabled webhook whose receiver answers. */
export function sampleWebhook(part: Partial<Webhook> = {}): Webhook {
  return {
    documentId: 'crm',
    name: 'CRM sync',
    description: null,
    origin: 'admin',
    state: 'enabled',
    stateReason: null,
    health: { failures: 0, failingSince: null, openUntil: null },
    problems: [],
    contentTypes: ['api::article.article'],
    events: ['entry.update'],
    locales: [],
    watchedFields: [],
    condition: null,
    conditionMode: 'matches',
    method: 'POST',
    url: 'https://crm.example/hook',
    headers: [],
    payload: 'fields',
    mapping: [],
    template: null,
    format: 'json',
    timeoutMs: 15_000,
    retryDelays: [5, 300],
    concurrency: 16,
    rateLimit: null,
    ordering: 'document',
    coalesceSeconds: 0,
    coalesceScope: 'document',
    recordSkipped: false,
    createdAt: '2026-05-01T00:00:00.000Z',
    updatedAt: '2026-05-01T00:00:00.000Z',
    ...part,
  };
}
