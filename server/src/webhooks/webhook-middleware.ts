import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

import type { PluginConfig } from '../config';
import type { WebhookState } from '../contracts/webhook-choices';
import { resetHealth } from '../outbox/breaker';
import { cancelAllOf } from '../outbox/cancel';
import type { Connection, Transaction } from '../outbox/tables';
import { takeTurns } from '../outbox/take-turns';
import { WEBHOOK_UID } from '../plugin-id';
import type { Cipher } from '../secrets/cipher';
import { touchesSecrets } from '../secrets/plan-secrets';
import { deleteSecrets, findSecrets } from '../secrets/secret-rows';
import { storeSecrets, type SealedSecrets } from '../secrets/store-secrets';
import type { ValidAttributes, ValidateWebhook } from '../validation/validate-webhook';
import type { WebhookRegistry } from './registry';
import { declaredNames } from './declare-webhooks';
import { mustNotBeDeclared, mustStayAsDeclared } from './declared';
import { rightsCheckIn } from './rights-check';
import { mustHaveRoom, type Watcher } from './room-per-type';
import { COMPONENTS, webhookOf, type WebhookEntry } from './webhook-entry';
import { sealedSecrets, withoutSecrets } from './write-secrets';
import { originOfWrite } from './writer';

export interface WebhookMiddlewareParts {
  strapi: Core.Strapi;
  config: PluginConfig;
  cipher: Cipher;
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
  const { strapi, config, cipher, registry, onChanged } = parts;
  const most = config.limits.webhooksPerType;

  return async (context: DocumentContext, next: () => Promise<unknown>): Promise<unknown> => {
    if (context.uid !== WEBHOOK_UID || !isWrite(context.action)) return next();

    const validate = await validationOf(context);
    const result = await strapi.db.transaction(async ({ trx, onCommit }: Transaction) => {
      onCommit(() => void refresh());
      await checkRights(trx, context);
      // Strapi looks whether a name is taken, and has no index that would hold it.
      if (namesOne(context)) await takeTurns(trx, 'names');
      const secrets = await secretsOf(trx, context, validate);
      await applyState(trx, context);
      const written = (await next()) as { documentId?: string } | null;
      if (secrets) await storeSecrets(trx, written?.documentId ?? '', secrets);
      return written;
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

  async function checkRights(
    transaction: Connection,
    { action, params: { documentId, data } }: DocumentContext,
  ): Promise<void> {
    if (action !== 'update') return;
    const check = await rightsCheckIn(transaction);
    check?.(webhookOf(await find(documentId), config), data ?? {});
  }

  /** Puts into the context what may be written, and returns what belongs elsewhere. */
  async function secretsOf(
    trx: Connection,
    context: DocumentContext,
    validate: ValidateWebhook,
  ): Promise<SealedSecrets | null> {
    const { action, params } = context;
    switch (action) {
      case 'create':
      case 'clone': {
        const source = action === 'clone' ? await find(params.documentId) : {};
        const valid = validate({ ...source, ...params.data });
        await mustHaveRoom(strapi, most, { before: null, after: watcherOf(valid) });
        const data = { ...withoutSecrets(valid), origin: originOfWrite() };
        context.params = { ...params, data };
        return sealedSecrets(cipher, { stored: null, secrets: [], valid });
      }
      case 'update':
        return secretsOfUpdate(trx, context, validate);
      default: {
        const stored = await read(params.documentId);
        if (stored) mustNotBeDeclared(webhookOf(stored, config), declaredNames(config));
        return null;
      }
    }
  }

  async function secretsOfUpdate(
    trx: Connection,
    context: DocumentContext,
    validate: ValidateWebhook,
  ): Promise<SealedSecrets | null> {
    const given = context.params.data ?? {};
    // Before the webhook is read: nobody points it elsewhere while somebody else gives a secret.
    if (touchesSecrets(Object.keys(given))) await takeTurns(trx, 'secrets');
    const entry = await find(context.params.documentId);
    const stored = webhookOf(entry, config);
    const all = Object.entries(validate({ ...entry, ...given }, Object.keys(given)));
    const changed = all.filter(([name]) => name in given);
    mustStayAsDeclared(stored, changed);
    const valid: ValidAttributes = Object.fromEntries(changed);
    await mustHaveRoom(strapi, most, {
      before: entry,
      after: { ...entry, ...Object.fromEntries(changed) },
    });
    context.params = {
      ...context.params,
      data: { ...withoutSecrets(valid), ...reasonAfter(given) },
    };
    const secrets = await findSecrets(trx, [stored.documentId]);
    return sealedSecrets(cipher, { stored, secrets, valid });
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
  if (action === 'delete') {
    await cancelAllOf(transaction, documentId, 'The webhook was deleted');
    await deleteSecrets(transaction, documentId);
  }
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

function namesOne({ action, params: { data } }: DocumentContext): boolean {
  return action === 'create' || action === 'clone' || 'name' in (data ?? {});
}

function isWrite(action: string): boolean {
  return ['create', 'clone', 'update', 'delete'].includes(action);
}
