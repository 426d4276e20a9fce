import type { Core } from '@strapi/strapi';

import { notFound } from '../../errors';
import type { PluginConfig } from '../../config';
import { WEBHOOK_UID } from '../../plugin-id';
import { COMPONENTS, webhookOf, type StoredWebhook, type WebhookEntry } from './stored-webhook';

/** All webhooks in the database. */
export async function findStored(
  strapi: Core.Strapi,
  config: PluginConfig,
): Promise<StoredWebhook[]> {
  const entries = await strapi.db
    .query(WEBHOOK_UID)
    .findMany({ orderBy: 'name', populate: [...COMPONENTS] });
  return (entries as WebhookEntry[]).map((entry) => webhookOf(entry, config));
}

/** The row of one webhook, also if it was written past the schema; null if there is none. */
export async function findEntry(
  strapi: Core.Strapi,
  documentId: string | undefined,
): Promise<WebhookEntry | null> {
  const found: unknown = await strapi.db
    .query(WEBHOOK_UID)
    .findOne({ where: { documentId }, populate: [...COMPONENTS] });
  return found as WebhookEntry | null;
}

export async function mustFindEntry(
  strapi: Core.Strapi,
  documentId: string | undefined,
): Promise<WebhookEntry> {
  const found = await findEntry(strapi, documentId);
  if (!found) throw notFound('DW_WEBHOOK_NOT_FOUND', 'The webhook does not exist');
  return found;
}
