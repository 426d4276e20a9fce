import type { Core } from '@strapi/strapi';

import type { WebhookState } from '../contracts/webhook-choices';
import { cancelAllOf } from '../outbox/cancel';
import type { Connection, Transaction } from '../outbox/tables';
import { WEBHOOK_UID } from '../plugin-id';
import type { WebhookRegistry } from './registry';

export interface StateChange {
  documentId: string;
  state: Exclude<WebhookState, 'enabled'>;
  reason: string;
}

/** Disables or pauses a webhook by the system's own decision, and keeps the reason for its owner to read. */
export async function changeState(
  strapi: Core.Strapi,
  registry: WebhookRegistry,
  { documentId, state, reason }: StateChange,
): Promise<void> {
  await strapi.db.transaction(({ trx }: Transaction) =>
    storeState(strapi, trx, { documentId, state, reason }),
  );
  await registry.refresh();
  strapi.log.warn(`Document Webhooks: webhook ${documentId} is ${state} now: ${reason}`);
}

/** The same as part of a wider transaction; who opened it has the webhooks read anew. */
export async function storeState(
  strapi: Core.Strapi,
  transaction: Connection,
  { documentId, state, reason }: StateChange,
): Promise<void> {
  await strapi.db.query(WEBHOOK_UID).update({
    where: { documentId },
    data: { state, stateReason: reason },
  });
  if (state === 'disabled') {
    await cancelAllOf(transaction, documentId, `The webhook was disabled: ${reason}`);
  }
}
