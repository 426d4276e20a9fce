export const header = {
  collectionName: 'components_document_webhooks_headers',
  info: { displayName: 'Webhook header', icon: 'code' },
  attributes: {
    key: { type: 'string', required: true },
    /** Null where it is secret: then it is stored encrypted, elsewhere. */
    value: { type: 'text' },
    secret: { type: 'boolean', default: false },
  },
};
