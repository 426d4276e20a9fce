import { ATTEMPT_MODEL_UID, ATTEMPT_TABLE } from '../plugin-id';
import { EPOCH_MS, ID, INTEGER, STRING, TEXT } from './columns';

/** The log of HTTP tries; a table of its own, so that history never slows a claim. */
export const attemptModel = {
  uid: ATTEMPT_MODEL_UID,
  singularName: 'document_webhooks_attempt',
  tableName: ATTEMPT_TABLE,
  attributes: {
    id: ID,
    deliveryId: STRING,
    number: INTEGER,
    trigger: STRING,
    startedAt: EPOCH_MS,
    durationMs: INTEGER,
    outcome: STRING,
    statusCode: INTEGER,
    requestMethod: STRING,
    requestUrl: TEXT,
    requestHeaders: TEXT,
    responseHeaders: TEXT,
    responseBody: TEXT,
    responseTruncated: { type: 'boolean' },
    error: TEXT,
  },
  indexes: [
    { name: 'document_webhooks_attempts_delivery', columns: ['delivery_id', 'number'] },
  ],
};
