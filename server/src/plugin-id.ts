export const PLUGIN_ID = 'document-webhooks';

export const WEBHOOK_UID = `plugin::${PLUGIN_ID}.webhook` as const;
export const HEADER_COMPONENT_UID = `${PLUGIN_ID}.header` as const;
export const FIELD_MAPPING_COMPONENT_UID = `${PLUGIN_ID}.field-mapping` as const;

export const DELIVERY_MODEL_UID = `${PLUGIN_ID}::delivery` as const;
export const ATTEMPT_MODEL_UID = `${PLUGIN_ID}::attempt` as const;
export const HEALTH_MODEL_UID = `${PLUGIN_ID}::health` as const;
export const SEQUENCE_MODEL_UID = `${PLUGIN_ID}::sequence` as const;
export const SECRET_MODEL_UID = `${PLUGIN_ID}::secret` as const;

export const WEBHOOK_TABLE = 'document_webhooks';
export const DELIVERY_TABLE = 'document_webhooks_deliveries';
/** Finds one document's deliveries to one webhook. */
export const GROUP_INDEX = 'document_webhooks_deliveries_groups';
export const ATTEMPT_TABLE = 'document_webhooks_attempts';
export const HEALTH_TABLE = 'document_webhooks_health';
export const SEQUENCE_TABLE = 'document_webhooks_sequences';
export const SECRET_TABLE = 'document_webhooks_secrets';
