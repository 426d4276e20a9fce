import { errors } from '@strapi/utils';

import type { WebhookState } from '../../contracts/webhook-choices';
import { logOf } from '../../log';
import { resetHealth } from '../../outbox/flow-control/circuit-breaker';
import { cancelPending } from '../../outbox/operator/cancel';
import type { Connection, Transaction } from '../../outbox/database/tables';
import { acquireAdvisoryLock } from '../../outbox/database/advisory-lock';
import { WEBHOOK_UID } from '../../plugin-id';
import { decryptAll } from '../../secrets/reveal';
import { deleteSecrets, findSecrets } from '../../secrets/secret-rows';
import { storeSecrets } from '../../secrets/store-secrets';
import type { CheckWebhook } from '../../validation/validate-webhook';
import { mustFindEntry } from '../stored/find-stored';
import { createDestinationChange, type DestinationChange } from './destination-change';
import { prepareWrite, type WebhookWrite } from './prepare-write';
import type { WriteParts } from './write-violations';
import type { WebhookRegistry } from '../registry/registry';
import { rightsCheckIn } from './rights-check';
import { webhookOf } from '../stored/stored-webhook';
import { DELETED, DISABLED } from '../compiled/inactive-reason';

export interface WebhookMiddlewareParts extends WriteParts {
  registry: WebhookRegistry;
  check: CheckWebhook;
  /** Like `check`, but also rejects URLs whose host resolves to a blocked address. */
  checkWithHosts: (urls: unknown[]) => Promise<CheckWebhook>;
  /** Called after a change: deliveries on hold can be due now. */
  onChanged: () => void;
}

interface DocumentContext extends Omit<WebhookWrite, 'check'> {
  uid: string;
}

/** Handles every write of a webhook: validates it before, and reloads the registry after. */
export function createWebhookMiddleware(parts: WebhookMiddlewareParts) {
  const { strapi, config, cipher, registry, onChanged } = parts;

  return async (context: DocumentContext, next: () => Promise<unknown>): Promise<unknown> => {
    if (context.uid !== WEBHOOK_UID || !isWrite(context.action)) return next();

    context.params = withoutUndefined(context.params);
    const check = await checkFor(context);
    const result = await strapi.db.transaction(async ({ trx, onCommit }: Transaction) => {
      onCommit(() => void refresh());
      const destination = createDestinationChange(parts, trx, context);
      const refusal = await refusalOf(trx, context, destination);
      // Strapi checks the name without a unique index, so concurrent writes need a lock.
      if (setsName(context)) await acquireAdvisoryLock(trx, 'names');
      const { data, secrets } = await prepareWrite(parts, trx, { ...context, check });
      if (refusal !== null) throw refusal;
      if (data) context.params = { ...context.params, data };
      await applyState(trx, context);
      await destination.begin();
      const written = (await next()) as { documentId?: string } | null;
      if (secrets) await storeSecrets(trx, written?.documentId ?? '', secrets);
      await destination.end();
      return written;
    });
    // In a wider transaction, the commit hook reloads the webhooks.
    if (!strapi.db.inTransaction()) await refresh();
    return result;
  };

  /** Within a transaction, no DNS lookups are made; each delivery attempt checks the address. */
  async function checkFor({ params }: DocumentContext): Promise<CheckWebhook> {
    if (strapi.db.inTransaction()) return parts.check;
    return parts.checkWithHosts([params.data?.['url']]);
  }

  /** A failed reload does not fail the save, because the webhook is already stored. */
  async function refresh(): Promise<void> {
    await registry.refresh().then(onChanged, (error: unknown) => {
      logOf(strapi).error(`Document Webhooks: reloading the webhooks failed: ${String(error)}`);
    });
  }

  /**
   * Throws if the user's permissions are insufficient. Returns the validation error if the webhook
   * is invalid, so that it is reported with other violations.
   */
  async function refusalOf(
    transaction: Connection,
    { action, params: { documentId, data } }: DocumentContext,
    { waiting }: DestinationChange,
  ): Promise<Error | null> {
    if (action !== 'update') return null;
    const checkRights = await rightsCheckIn(transaction);
    if (!checkRights) return null;
    const before = webhookOf(await mustFindEntry(strapi, documentId), config);
    const secrets = await findSecrets(transaction, [before.documentId]);
    const { headers: kept } = decryptAll(cipher, secrets)(before.documentId);
    try {
      await checkRights({ before, attributes: data ?? {}, kept, waiting });
      return null;
    } catch (error) {
      if (error instanceof errors.ValidationError) return error;
      throw error;
    }
  }
}

/**
 * Disabling or deleting a webhook cancels its pending deliveries; the log stays. Enabling resets
 * its health.
 */
async function applyState(
  transaction: Connection,
  { action, params: { documentId, data } }: DocumentContext,
): Promise<void> {
  if (documentId === undefined) return;
  const state = data?.['state'] as WebhookState | undefined;
  if (action === 'delete') {
    await cancelPending(transaction, documentId, DELETED);
    await deleteSecrets(transaction, documentId);
  }
  if (action !== 'update') return;
  if (state === 'disabled') await cancelPending(transaction, documentId, DISABLED);
  if (state === 'enabled') await resetHealth(transaction, documentId);
}

/** Removes undefined values, which Strapi ignores. The schema would replace them by defaults. */
function withoutUndefined({ data, ...params }: WebhookWrite['params']): WebhookWrite['params'] {
  if (!data) return params;
  const given = Object.entries(data).filter(([, value]) => value !== undefined);
  return { ...params, data: Object.fromEntries(given) };
}

function setsName({ action, params: { data } }: DocumentContext): boolean {
  return action === 'create' || action === 'clone' || 'name' in (data ?? {});
}

function isWrite(action: string): boolean {
  return ['create', 'clone', 'update', 'delete'].includes(action);
}
