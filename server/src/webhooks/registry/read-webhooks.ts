import type { Core } from '@strapi/strapi';

import { WEBHOOK_UID } from '../../plugin-id';
import type { Cipher } from '../../secrets/cipher';
import { decryptAll, type DecryptedSecrets } from '../../secrets/reveal';
import { findSecrets, secretIds } from '../../secrets/secret-rows';
import { COMPONENTS, type WebhookEntry } from '../stored/stored-webhook';

export interface ReadWebhooks {
  entries: WebhookEntry[];
  /** By documentId. */
  revealed: (webhookId: string) => DecryptedSecrets;
}

const TRIES = 5;

/**
 * All webhooks with their secrets, as they were at one moment: a webhook that was pointed elsewhere in
 * between must not be read with the secrets it had before. A change of host changes all of its secrets.
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
    if (tries === TRIES) throw new Error('Webhooks and their secrets change all the time');
  }
}
