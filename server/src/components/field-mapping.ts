export const fieldMapping = {
  collectionName: 'components_document_webhooks_field_mappings',
  info: { displayName: 'Webhook field mapping', icon: 'shuffle' },
  attributes: {
    fieldname: { type: 'text', required: true },
    key: { type: 'text' },
  },
};
