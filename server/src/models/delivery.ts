import { DELIVERY_MODEL_UID, DELIVERY_TABLE } from '../plugin-id';
import { EPOCH_MS, ID, INTEGER, STRING, TEXT } from './columns';

/** The outbox. Internal, so that `strapi transfer` and `export` never copy it. */
export const deliveryModel = {
  uid: DELIVERY_MODEL_UID,
  singularName: 'document_webhooks_delivery',
  tableName: DELIVERY_TABLE,
  attributes: {
    id: ID,
    deliveryId: STRING,
    webhookId: STRING,
    webhookName: STRING,
    event: STRING,
    uid: STRING,
    documentId: STRING,
    locale: STRING,
    documentStatus: STRING,
    status: STRING,
    reason: TEXT,
    coalesced: INTEGER,
    attemptCount: INTEGER,
    retryFrom: INTEGER,
    trigger: STRING,
    nextAttemptAt: EPOCH_MS,
    lockedBy: STRING,
    lockedUntil: EPOCH_MS,
    createdAt: EPOCH_MS,
    settledAt: EPOCH_MS,
    snapshot: TEXT,
    bodyFormat: STRING,
    body: TEXT,
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
