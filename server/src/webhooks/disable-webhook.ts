import type { Core } from '@strapi/strapi';

import { cancelAllOf } from '../outbox/cancel';
import type { Transaction } from '../outbox/tables';
import { WEBHOOK_UID } from '../plugin-id';
import type { WebhookRegistry } from './registry';

/** Disables a webhook by the system's own decision, and keeps the reason for its owner to read. */
export async function disableWebhook(
  strapi: Core.Strapi,
  registry: WebhookRegistry,
  { documentId, reason }: { documentId: string; reason: string },
): Promise<void> {
  await strapi.db.transaction(async ({ trx }: Transaction) => {
    await strapi.db.query(WEBHOOK_UID).update({
      where: { documentId },
      data: { state: 'disabled', stateReason: reason },
    });
    await cancelAllOf(trx, documentId, `The webhook was disabled: ${reason}`);
  });
  await registry.refresh();
  strapi.log.warn(`Document Webhooks: webhook ${documentId} was disabled: ${reason}`);
}
