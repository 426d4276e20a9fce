import { HEALTH_MODEL_UID, HEALTH_TABLE } from '../plugin-id';
import { columns } from './columns';

/** Health of each webhook's receiver, and when it may next be called. Shared by all instances. */
export const healthModel = {
  uid: HEALTH_MODEL_UID,
  singularName: 'document_webhooks_health',
  tableName: HEALTH_TABLE,
  attributes: {
    id: columns.id(),
    webhookId: columns.string(),
    /** Failed attempts since the last that succeeded. */
    failures: columns.integer(),
    failingSince: columns.epochMs(),
    /** Until then the circuit breaker keeps the queue on hold. */
    openUntil: columns.epochMs(),
    /** The hold that the receiver asked for: its end, its begin, the status code, and how often. */
    holdUntil: columns.epochMs(),
    holdSince: columns.epochMs(),
    holdStatus: columns.integer(),
    holds: columns.integer(),
    /** Most requests in flight, of all instances, while it is slowed down; see `receiver-health`. */
    allowance: columns.float(),
    goal: columns.integer(),
    loweredAt: columns.epochMs(),
    /** The next time at which `rateLimit` allows a request. */
    rateNextAt: columns.epochMs(),
  },
  indexes: [{ name: 'document_webhooks_health_key', columns: ['webhook_id'], type: 'unique' }],
};
