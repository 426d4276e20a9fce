import type { Core } from '@strapi/strapi';

import type { WebhookState } from '../contracts/webhooks';
import { cancelAllOf } from '../outbox/cancel';
import type { Transaction } from '../outbox/tables';
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
  await strapi.db.transaction(async ({ trx }: Transaction) => {
    await strapi.db.query(WEBHOOK_UID).update({
      where: { documentId },
      data: { state, stateReason: reason },
    });
    if (state === 'disabled') {
      await cancelAllOf(trx, documentId, `The webhook was disabled: ${reason}`);
    }
  });
  await registry.refresh();
  strapi.log.warn(`Document Webhooks: webhook ${documentId} is ${state} now: ${reason}`);
}
