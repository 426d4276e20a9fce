import { DELIVERY_MODEL_UID, DELIVERY_TABLE, GROUP_INDEX } from '../plugin-id';
import { columns } from './columns';

/** The outbox. Internal, so that `strapi transfer` and `export` never copy it. */
export const deliveryModel = {
  uid: DELIVERY_MODEL_UID,
  singularName: 'document_webhooks_delivery',
  tableName: DELIVERY_TABLE,
  attributes: {
    id: columns.id(),
    /** Begins with the creation time, so that its index also serves the log's time filter. */
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
    /** Pending: when the next attempt is due. Settled: since when the delivery can be pruned. */
    dueAt: columns.epochMs(),
    lockedBy: columns.string(),
    lockedUntil: columns.epochMs(),
    createdAt: columns.epochMs(),
    settledAt: columns.epochMs(),
    snapshot: columns.text(),
    /** JSON of the values that the webhook names beside the snapshot: `previous`, `changed`, `doc`. */
    context: columns.text(),
    /** JSON of the paths in both, to check later who can read them. */
    capturedPaths: columns.text(),
    bodyFormat: columns.string(),
    body: columns.text(),
    /** Host of the URL that the body was rendered for, if it may contain environment variables. */
    bodyHost: columns.text(),
    /** JSON of the environment variables whose values the body may contain. */
    bodyVariables: columns.text(),
    /** 1 if the condition was not decided at capture. */
    undecided: columns.integer(),
  },
  // An editor waits while these indexes are written: only those that the queries need.
  indexes: [
    { name: 'document_webhooks_deliveries_key', columns: ['delivery_id'], type: 'unique' },
    { name: 'document_webhooks_deliveries_due', columns: ['status', 'webhook_id', 'due_at'] },
    { name: 'document_webhooks_deliveries_webhook', columns: ['webhook_id', 'id'] },
    {
      // Status first, so that a claim writes only among open deliveries, independent of the history.
      name: GROUP_INDEX,
      columns: ['status', 'document_id', 'webhook_id', 'sequence'],
    },
  ],
};
