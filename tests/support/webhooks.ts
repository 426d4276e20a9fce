import type { WebhookInput } from '../../server/src/contracts/webhooks';
import type { App } from './boot-strapi';
import { QUOTATION, WEBHOOK, type Entry } from './documents';

let created = 0;

/** Creates a webhook on quotations' updates, unless told otherwise, through `strapi.documents`. */
export function createWebhook(app: App, input: WebhookInput & { url: string }): Promise<Entry> {
  created += 1;
  return app.documents(WEBHOOK).create({
    data: {
      name: `Webhook ${String(created)}`,
      contentTypes: [QUOTATION],
      events: ['entry.update'],
      mapping: [{ fieldname: 'name', key: 'id' }],
      ...input,
    },
  });
}

/** Stores one past the schema, as an earlier version may have. No registry knows of it yet. */
export async function storeWebhook(
  app: App,
  webhook: { documentId: string; url: string } & Record<string, unknown>,
): Promise<void> {
  await app.strapi.db.query(WEBHOOK).create({
    data: {
      name: webhook.documentId,
      contentTypes: [QUOTATION],
      events: ['entry.update'],
      method: 'POST',
      payload: 'none',
      state: 'enabled',
      ...webhook,
    },
  });
}

export async function updateWebhook(
  app: App,
  { documentId }: Pick<Entry, 'documentId'>,
  data: WebhookInput,
): Promise<void> {
  await app.documents(WEBHOOK).update({ documentId, data });
}

export async function removeWebhooks(app: App): Promise<void> {
  for (const { documentId } of await app.documents(WEBHOOK).findMany()) {
    await app.documents(WEBHOOK).delete({ documentId });
  }
}
