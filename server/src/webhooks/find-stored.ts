import type { Core } from '@strapi/strapi';

import type { PluginConfig } from '../config';
import { WEBHOOK_UID } from '../plugin-id';
import { COMPONENTS, webhookOf, type StoredWebhook, type WebhookEntry } from './webhook-entry';

/** All webhooks as they are in the database now. */
export async function findStored(
  strapi: Core.Strapi,
  config: PluginConfig,
): Promise<StoredWebhook[]> {
  const entries = await strapi.db
    .query(WEBHOOK_UID)
    .findMany({ orderBy: 'name', populate: [...COMPONENTS] });
  return (entries as WebhookEntry[]).map((entry) => webhookOf(entry, config));
}
