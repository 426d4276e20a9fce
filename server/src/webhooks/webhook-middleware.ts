import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

import type { PluginConfig } from '../config';
import type { WebhookState } from '../contracts/webhooks';
import { resetHealth } from '../outbox/breaker';
import { cancelAllOf } from '../outbox/cancel';
import type { Connection, Transaction } from '../outbox/tables';
import { WEBHOOK_UID } from '../plugin-id';
import type { ValidAttributes, ValidateWebhook } from '../validation/validate-webhook';
import type { WebhookRegistry } from './registry';
import { declaredNames } from './declare-webhooks';
import { mustNotBeDeclared, mustStayAsDeclared, originOfWrite } from './declared';
import { mustHaveRoom, type Watcher } from './room-per-type';
import { COMPONENTS, webhookOf, type WebhookEntry } from './webhook-entry';

export interface WebhookMiddlewareParts {
  strapi: Core.Strapi;
  config: PluginConfig;
  registry: WebhookRegistry;
  validate: ValidateWebhook;
  /** The same, which also refuses those of these URLs whose host resolves to what may not be called. */
  validateWithHosts: (urls: unknown[]) => Promise<ValidateWebhook>;
  /** What was held may be due now. */
  onChanged: () => void;
}

interface DocumentContext {
  uid: string;
  action: string;
  params: { documentId?: string; data?: Record<string, unknown> };
}

/** Every write of a webhook, whoever makes it: validated before, in force after. */
export function createWebhookMiddleware(parts: WebhookMiddlewareParts) {
  const { strapi, config, registry, onChanged } = parts;
  const most = config.limits.webhooksPerType;

  return async (context: DocumentContext, next: () => Promise<unknown>): Promise<unknown> => {
    if (context.uid !== WEBHOOK_UID || !isWrite(context.action)) return next();

    const validate = await validationOf(context);
    const result = await strapi.db.transaction(async ({ trx, onCommit }: Transaction) => {
      onCommit(() => void refresh());
      await validateData(context, validate);
      await applyState(trx, context);
      return next();
    });
    // In a wider transaction the webhook comes into force when that commits.
    if (!strapi.db.inTransaction()) await refresh();
    return result;
  };

  /** Nothing waits for a name server within a transaction: each attempt looks. */
  async function validationOf({ params }: DocumentContext): Promise<ValidateWebhook> {
    if (strapi.db.inTransaction()) return parts.validate;
    return parts.validateWithHosts([params.data?.['url']]);
  }

  /** The webhook is stored: that it could not be read back just now is no failure of the save. */
  async function refresh(): Promise<void> {
    await registry.refresh().then(onChanged, (error: unknown) => {
      strapi.log.error(`Document Webhooks: webhooks could not be read: ${String(error)}`);
    });
  }

  async function validateData(context: DocumentContext, validate: ValidateWebhook): Promise<void> {
    const { action, params } = context;
    const { documentId, data } = params;
    if (action === 'create' || action === 'clone') {
      const source = action === 'clone' ? await find(documentId) : {};
      const valid = validate({ ...source, ...data });
      await mustHaveRoom(strapi, most, { before: null, after: watcherOf(valid) });
      context.params = { ...params, data: { ...valid, origin: originOfWrite() } };
    } else if (action === 'update') {
      const given = data ?? {};
      const stored = await find(documentId);
      const valid = validate({ ...stored, ...given }, Object.keys(given));
      const changed = Object.entries(valid).filter(([name]) => name in given);
      mustStayAsDeclared(webhookOf(stored, config), changed);
      const after = { ...stored, ...Object.fromEntries(changed) };
      await mustHaveRoom(strapi, most, { before: stored, after });
      context.params = {
        ...params,
        data: { ...Object.fromEntries(changed), ...reasonAfter(given) },
      };
    } else {
      const stored = await read(documentId);
      if (stored) mustNotBeDeclared(webhookOf(stored, config), declaredNames(config));
    }
  }

  async function find(documentId: string | undefined): Promise<WebhookEntry> {
    const found = await read(documentId);
    if (!found) throw new errors.NotFoundError('There is no such webhook');
    return found;
  }

  async function read(documentId: string | undefined): Promise<WebhookEntry | null> {
    const where = { documentId };
    const found: unknown = await strapi.db
      .query(WEBHOOK_UID)
      .findOne({ where, populate: [...COMPONENTS] });
    return found as WebhookEntry | null;
  }
}

/** Disabling cancels what is pending, visibly; so does deleting. The log stays. Enabling begins anew. */
async function applyState(
  transaction: Connection,
  { action, params: { documentId, data } }: DocumentContext,
): Promise<void> {
  if (documentId === undefined) return;
  const state = data?.['state'] as WebhookState | undefined;
  if (action === 'delete') await cancelAllOf(transaction, documentId, 'The webhook was deleted');
  if (action !== 'update') return;
  if (state === 'disabled') await cancelAllOf(transaction, documentId, 'The webhook was disabled');
  if (state === 'enabled') await resetHealth(transaction, documentId);
}

function watcherOf({ state = 'enabled', contentTypes = [] }: ValidAttributes): Watcher {
  return { state, contentTypes };
}

/** A state that a person sets has no reason of the system's. */
function reasonAfter(given: Record<string, unknown>): { stateReason?: null } {
  return 'state' in given ? { stateReason: null } : {};
}

function isWrite(action: string): boolean {
  return ['create', 'clone', 'update', 'delete'].includes(action);
}
