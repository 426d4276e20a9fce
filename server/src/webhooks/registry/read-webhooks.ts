import type { Core } from '@strapi/strapi';

import { WEBHOOK_UID } from '../../plugin-id';
import type { Cipher } from '../../secrets/cipher';
import { decryptAll, type DecryptedSecrets } from '../../secrets/reveal';
import { findSecrets, secretIds } from '../../secrets/secret-rows';
import { COMPONENTS, type WebhookEntry } from '../stored/stored-webhook';

export interface ReadWebhooks {
  entries: WebhookEntry[];
  /** The secrets of a webhook, by documentId. */
  revealed: (webhookId: string) => DecryptedSecrets;
}

const TRIES = 5;

/**
 * Reads all webhooks with their secrets as a consistent snapshot: a webhook whose URL changed
 * meanwhile must not be combined with its old secrets. A change of host replaces all of its
 * secrets.
 */
export async function readWebhooks(strapi: Core.Strapi, cipher: Cipher): Promise<ReadWebhooks> {
  const { connection } = strapi.db;
  for (let tries = 1; ; tries += 1) {
    const secrets = await findSecrets(connection);
    const entries = await strapi.db.query(WEBHOOK_UID).findMany({ populate: [...COMPONENTS] });
    const before = secrets.map(({ id }) => id).join();
    if (before === (await secretIds(connection))) {
      return { entries: entries as WebhookEntry[], revealed: decryptAll(cipher, secrets) };
    }
    if (tries === TRIES)
      throw new Error(
        `The webhooks could not be read, because their secrets changed during each of ${String(TRIES)} attempts`,
      );
  }
}
