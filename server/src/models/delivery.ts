import { DELIVERY_MODEL_UID, DELIVERY_TABLE } from '../plugin-id';
import { columns } from './columns';

/** The outbox. Internal, so that `strapi transfer` and `export` never copy it. */
export const deliveryModel = {
  uid: DELIVERY_MODEL_UID,
  singularName: 'document_webhooks_delivery',
  tableName: DELIVERY_TABLE,
  attributes: {
    id: columns.id(),
    deliveryId: columns.string(),
    webhookId: columns.string(),
    webhookName: columns.string(),
    event: columns.string(),
    uid: columns.string(),
    documentId: columns.string(),
    locale: columns.string(),
    documentStatus: columns.string(),
    status: columns.string(),
    reason: columns.text(),
    coalesced: columns.integer(),
    attemptCount: columns.integer(),
    retryFrom: columns.integer(),
    trigger: columns.string(),
    nextAttemptAt: columns.epochMs(),
    lockedBy: columns.string(),
    lockedUntil: columns.epochMs(),
    createdAt: columns.epochMs(),
    settledAt: columns.epochMs(),
    snapshot: columns.text(),
    bodyFormat: columns.string(),
    body: columns.text(),
  },
  indexes: [
    { name: 'document_webhooks_deliveries_key', columns: ['delivery_id'], type: 'unique' },
    {
      name: 'document_webhooks_deliveries_due',
      columns: ['status', 'webhook_id', 'next_attempt_at'],
    },
    { name: 'document_webhooks_deliveries_webhook', columns: ['webhook_id', 'id'] },
    { name: 'document_webhooks_deliveries_document', columns: ['document_id', 'id'] },
    { name: 'document_webhooks_deliveries_created', columns: ['created_at'] },
  ],
};
