import type { Core } from '@strapi/strapi';

import { builtInWebhooksService } from './webhooks/built-in-webhooks';
import { contentTypesService } from './content-types';
import { deliveriesService } from './log/deliveries';
import { eventsService } from './events';
import { outboxService } from './log/outbox';
import { containerOf } from '../container';
import { previewService } from './preview/preview';
import { readRightsService } from './access/read-rights';
import { senderService } from './send/sender';
import { secretsService } from './webhooks/secrets';
import { transferService } from './webhooks/transfer';
import { webhooksService } from './webhooks/webhooks';

/** For scripts and tests that wait until all due deliveries are sent. */
function relayService({ strapi }: { strapi: Core.Strapi }) {
  const { drain } = containerOf(strapi).relay;
  return {
    async drain(options?: { timeoutMs?: number }): Promise<void> {
      if (strapi.db.inTransaction()) {
        throw new Error(
          'drain() cannot be awaited inside a transaction: its deliveries are not due before it commits',
        );
      }
      await drain(options);
    },
  };
}

export const services = {
  webhooks: webhooksService,
  deliveries: deliveriesService,
  events: eventsService,
  outbox: outboxService,
  preview: previewService,
  relay: relayService,
  'read-rights': readRightsService,
  sender: senderService,
  secrets: secretsService,
  transfer: transferService,
  'built-in-webhooks': builtInWebhooksService,
  'content-types': contentTypesService,
};

/** The services that `strapi.plugin('document-webhooks').service(name)` returns. */
export type Services = {
  [Name in keyof typeof services]: ReturnType<(typeof services)[Name]>;
};
