import type { WebhookAttributes } from '../../contracts/webhook';
import { FIELD_MAPPING_COMPONENT_UID, HEADER_COMPONENT_UID, WEBHOOK_TABLE } from '../../plugin-id';
import {
  COALESCE_SCOPES,
  CONDITION_MODES,
  FORM_ARRAYS,
  FORMATS,
  HTTP_METHODS,
  ORDERINGS,
  ORIGINS,
  PAYLOADS,
  SIGNINGS,
  WEBHOOK_STATES,
} from '../../contracts/webhook-choices';

const HIDDEN = {
  'content-manager': { visible: false },
  'content-type-builder': { visible: false },
};

/** How a webhook is stored. `validation/attributes/webhook.ts` checks the values, not this schema. */
export const webhookSchema = {
  kind: 'collectionType',
  collectionName: WEBHOOK_TABLE,
  info: { singularName: 'webhook', pluralName: 'webhooks', displayName: 'Webhook' },
  options: { draftAndPublish: false },
  pluginOptions: HIDDEN,
  attributes: {
    name: { type: 'string', required: true, unique: true },
    description: { type: 'text' },
    state: { type: 'enumeration', enum: [...WEBHOOK_STATES], default: 'enabled', required: true },
    stateReason: { type: 'string' },
    contentTypes: { type: 'json', required: true },
    events: { type: 'json', required: true },
    locales: { type: 'json' },
    watchedFields: { type: 'json' },
    condition: { type: 'text' },
    conditionMode: { type: 'enumeration', enum: [...CONDITION_MODES], default: 'matches' },
    method: { type: 'enumeration', enum: [...HTTP_METHODS], default: 'POST', required: true },
    url: { type: 'text', required: true },
    headers: { type: 'component', component: HEADER_COMPONENT_UID, repeatable: true },
    payload: { type: 'enumeration', enum: [...PAYLOADS], default: 'fields', required: true },
    mapping: { type: 'component', component: FIELD_MAPPING_COMPONENT_UID, repeatable: true },
    template: { type: 'text' },
    format: { type: 'enumeration', enum: [...FORMATS], default: 'json' },
    formArrays: { type: 'enumeration', enum: [...FORM_ARRAYS], default: 'indices' },
    timeoutMs: { type: 'integer' },
    retryDelays: { type: 'json' },
    retryOn: { type: 'json' },
    concurrency: { type: 'integer' },
    rateLimit: { type: 'integer' },
    ordering: { type: 'enumeration', enum: [...ORDERINGS], default: 'document' },
    supersede: { type: 'boolean', default: false },
    coalesceSeconds: { type: 'integer', default: 0 },
    coalesceScope: { type: 'enumeration', enum: [...COALESCE_SCOPES], default: 'document' },
    signing: { type: 'enumeration', enum: [...SIGNINGS], default: 'none' },
    recordSkipped: { type: 'boolean', default: false },
    origin: { type: 'enumeration', enum: [...ORIGINS], default: 'admin' },
  } satisfies Record<keyof WebhookAttributes | 'stateReason' | 'origin', object>,
};
