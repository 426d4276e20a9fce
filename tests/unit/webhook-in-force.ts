import {
  compileWebhook,
  type CompiledWebhook,
} from '../../server/src/webhooks/compiled/compiled-webhook';
import type { StoredWebhook } from '../../server/src/webhooks/stored/stored-webhook';
import { config } from './config-of';

/** A webhook that differs from the usual one where a test says so. */
export function webhookInForce(more: Partial<StoredWebhook> = {}): CompiledWebhook {
  return compileWebhook(
    {
      documentId: 'hook',
      name: 'Hook',
      description: null,
      origin: 'admin',
      state: 'enabled',
      stateReason: null,
      contentTypes: ['api::order.order'],
      events: ['entry.update'],
      locales: [],
      watchedFields: [],
      condition: null,
      conditionMode: 'matches',
      method: 'POST',
      url: 'https://example.com/hook',
      headers: [],
      payload: 'fields',
      mapping: [{ fieldname: 'title', key: 'title' }],
      template: null,
      format: 'json',
      formArrays: 'indices',
      timeoutMs: 1_000,
      retryDelays: [],
      retryOn: 'all',
      concurrency: 2,
      rateLimit: null,
      ordering: 'document',
      supersede: false,
      coalesceSeconds: 0,
      coalesceScope: 'document',
      signing: 'none',
      recordSkipped: false,
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
      ...more,
    },
    {
      expressions: config().expressions,
      network: { allow: [], deny: [], dynamicHosts: false, tls: [] },
      delivery: config().delivery,
    },
  );
}
