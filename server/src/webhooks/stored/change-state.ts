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
  /** Only while the webhook has this URL: a late answer from another says nothing of it. */
  url?: string;
}

/** Disables or pauses a webhook by the system's own decision, and keeps the reason for its owner to read. */
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
  logOf(strapi).warn(`Document Webhooks: webhook ${documentId} is ${state} now: ${reason}`);
}

/** The same as part of a wider transaction; who opened it has the webhooks read anew. Returns whether it was done. */
export async function storeState(
  strapi: Core.Strapi,
  transaction: Connection,
  { documentId, state, reason, url }: StateChange,
): Promise<boolean> {
  // In one statement, which sees the URL of whoever changes it meanwhile.
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
