import { DELIVERY_MODEL_UID, DELIVERY_TABLE, GROUP_INDEX } from '../plugin-id';
import { columns } from './columns';

/** The outbox. Internal, so that `strapi transfer` and `export` never copy it. */
export const deliveryModel = {
  uid: DELIVERY_MODEL_UID,
  singularName: 'document_webhooks_delivery',
  tableName: DELIVERY_TABLE,
  attributes: {
    id: columns.id(),
    /** Begins with the time it was created at: its index serves the log's time filter too. */
    deliveryId: columns.string(),
    webhookId: columns.string(),
    webhookName: columns.string(),
    event: columns.string(),
    uid: columns.string(),
    documentId: columns.string(),
    locale: columns.string(),
    documentStatus: columns.string(),
    /** When the (last merged) event happened. */
    eventAt: columns.epochMs(),
    sequence: columns.integer(),
    status: columns.string(),
    reason: columns.text(),
    /** The `deliveryId` of the newer one that replaced it while it waited for a retry. */
    supersededBy: columns.string(),
    coalesced: columns.integer(),
    /** JSON of who made the write. */
    actor: columns.text(),
    attemptCount: columns.integer(),
    retryFrom: columns.integer(),
    trigger: columns.string(),
    /** Of a pending delivery: when its next attempt is due. Of a settled one: since when it can be pruned. */
    dueAt: columns.epochMs(),
    lockedBy: columns.string(),
    lockedUntil: columns.epochMs(),
    createdAt: columns.epochMs(),
    settledAt: columns.epochMs(),
    snapshot: columns.text(),
    /** JSON of what the webhook names beside the snapshot: `previous`, `changed`, `doc`. */
    context: columns.text(),
    /** JSON of the paths that both hold, to tell later who may read them. */
    capturedPaths: columns.text(),
    bodyFormat: columns.string(),
    body: columns.text(),
    /** Of the URL that the body was made for, where it may hold values of the environment. */
    bodyHost: columns.text(),
    /** JSON of the variables of the environment whose values the body may hold. */
    bodyVariables: columns.text(),
    /** 1 where the condition was not decided when it was captured. */
    undecided: columns.integer(),
  },
  // An editor waits while these are written: no more than the queries need.
  indexes: [
    { name: 'document_webhooks_deliveries_key', columns: ['delivery_id'], type: 'unique' },
    { name: 'document_webhooks_deliveries_due', columns: ['status', 'webhook_id', 'due_at'] },
    { name: 'document_webhooks_deliveries_webhook', columns: ['webhook_id', 'id'] },
    {
      // By status first, so that a claim writes among what is open, however much history there is.
      name: GROUP_INDEX,
      columns: ['status', 'document_id', 'webhook_id', 'sequence'],
    },
  ],
};
