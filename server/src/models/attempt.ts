import { ATTEMPT_MODEL_UID, ATTEMPT_TABLE } from '../plugin-id';
import { columns } from './columns';

/** The log of HTTP attempts, in a separate table so that history never slows a claim. */
export const attemptModel = {
  uid: ATTEMPT_MODEL_UID,
  singularName: 'document_webhooks_attempt',
  tableName: ATTEMPT_TABLE,
  attributes: {
    id: columns.id(),
    deliveryId: columns.string(),
    number: columns.integer(),
    trigger: columns.string(),
    startedAt: columns.epochMs(),
    durationMs: columns.integer(),
    outcome: columns.string(),
    statusCode: columns.integer(),
    requestMethod: columns.string(),
    requestUrl: columns.text(),
    requestHeaders: columns.text(),
    responseHeaders: columns.text(),
    responseBody: columns.text(),
    responseTruncated: columns.boolean(),
    error: columns.text(),
  },
  indexes: [{ name: 'document_webhooks_attempts_delivery', columns: ['delivery_id', 'number'] }],
};
