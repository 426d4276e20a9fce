import { SEQUENCE_MODEL_UID, SEQUENCE_TABLE } from '../plugin-id';
import { columns } from './columns';

/** The last sequence of a webhook and document whose newest delivery was pruned. Counting continues from it. */
export const sequenceModel = {
  uid: SEQUENCE_MODEL_UID,
  singularName: 'document_webhooks_sequence',
  tableName: SEQUENCE_TABLE,
  attributes: {
    id: columns.id(),
    documentId: columns.string(),
    webhookId: columns.string(),
    last: columns.integer(),
  },
  indexes: [
    {
      name: 'document_webhooks_sequences_key',
      columns: ['document_id', 'webhook_id'],
      type: 'unique',
    },
  ],
};
