import type { Core } from '@strapi/strapi';

import { builtInWebhooksService } from './built-in-webhooks';
import { contentTypesService } from './content-types';
import { deliveriesService } from './deliveries';
import { eventsService } from './events';
import { outboxService } from './outbox';
import { pipelineOf } from './pipeline';
import { previewService } from './preview';
import { readRightsService } from './read-rights';
import { secretsService } from './secrets';
import { transferService } from './transfer';
import { webhooksService } from './webhooks';

/** For scripts and tests, and for whoever wants to hurry the relay along. */
function relayService({ strapi }: { strapi: Core.Strapi }) {
  const { drain } = pipelineOf(strapi).relay;
  return {
    async drain(options?: { timeoutMs?: number }): Promise<void> {
      if (strapi.db.inTransaction()) {
        throw new Error('drain() cannot be awaited inside a transaction: nothing of it is due yet');
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
  secrets: secretsService,
  transfer: transferService,
  'built-in-webhooks': builtInWebhooksService,
  'content-types': contentTypesService,
};

/** What `strapi.plugin('document-webhooks').service(name)` returns. */
export type Services = {
  [Name in keyof typeof services]: ReturnType<(typeof services)[Name]>;
};
