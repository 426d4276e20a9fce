export const header = {
  collectionName: 'components_document_webhooks_headers',
  info: { displayName: 'Webhook header', icon: 'code' },
  attributes: {
    key: { type: 'string', required: true },
    value: { type: 'text' },
  },
};
