import type { Core } from '@strapi/strapi';

import type { WebhookState } from '../../contracts/webhook-choices';
import { logOf } from '../../log';
import { cancelPending } from '../../outbox/operator/cancel';
import type { Connection, Transaction } from '../../outbox/database/tables';
import { WEBHOOK_UID } from '../../plugin-id';
import type { WebhookRegistry } from '../registry/registry';

export interface StateChange {
  documentId: string;
  state: Exclude<WebhookState, 'enabled'>;
  reason: string;
  /**
   * Applies only if the webhook still has this URL: a late response of an old URL does not count.
   */
  url?: string;
}

/** Disables or pauses a webhook automatically and stores the reason for its owner. */
export async function changeState(
  strapi: Core.Strapi,
  registry: WebhookRegistry,
  change: StateChange,
): Promise<void> {
  const changed = await strapi.db.transaction(({ trx }: Transaction) =>
    storeState(strapi, trx, change),
  );
  await registry.refresh();
  if (!changed) return;
  const { documentId, state, reason } = change;
  logOf(strapi).warn(`Document Webhooks: webhook ${documentId} is now ${state}: ${reason}`);
}

/**
 * Like `changeState`, within a wider transaction; the caller reloads the webhooks afterwards.
 * Returns false if no row matched.
 */
export async function storeState(
  strapi: Core.Strapi,
  transaction: Connection,
  { documentId, state, reason, url }: StateChange,
): Promise<boolean> {
  // One statement, so that it sees a concurrent change of the URL.
  const { count } = await strapi.db.query(WEBHOOK_UID).updateMany({
    where: { documentId, ...(url === undefined ? {} : { url }) },
    data: { state, stateReason: reason, updatedAt: new Date() },
  });
  if (count === 0) return false;
  if (state === 'disabled') {
    await cancelPending(transaction, documentId, `The webhook was disabled: ${reason}`);
  }
  return true;
}
