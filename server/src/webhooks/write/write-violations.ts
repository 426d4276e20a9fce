import type { Core } from '@strapi/strapi';

import type { PluginConfig } from '../../config';
import { WEBHOOK_UID } from '../../plugin-id';
import type { Cipher } from '../../secrets/cipher';
import { collectViolations, type Violation } from '../../validation/parse-with';
import type { ValidAttributes } from '../../validation/validate-webhook';
import { assertQuota, type Watcher } from './webhook-quota';
import type { WebhookEntry } from '../stored/stored-webhook';
import { sealedSecrets, type SecretsWrite } from './write-secrets';

export interface WriteParts {
  strapi: Core.Strapi;
  config: PluginConfig;
  cipher: Cipher;
}

interface Checked {
  /** The stored row; null for a new webhook. */
  entry: WebhookEntry | null;
  /** The write, including the valid attributes. */
  secretsWrite: SecretsWrite;
}

/** Violations that need the database: a duplicate name, an exceeded quota, a missing secret. */
export async function writeViolations(
  { strapi, config, cipher }: WriteParts,
  { entry, secretsWrite }: Checked,
): Promise<Violation[]> {
  const { valid } = secretsWrite;
  const after = entry ? { ...entry, ...valid } : watcherOf(valid);
  const quotaChange = { before: entry, after: after as Watcher };
  return [
    ...(await nameViolations(strapi, valid, entry?.documentId)),
    ...(await collectViolations(() =>
      assertQuota(strapi, config.limits.webhooksPerType, quotaChange),
    )),
    ...(await collectViolations(() => sealedSecrets(cipher, secretsWrite))),
  ];
}

/** Strapi checks the name too, but only after all other checks pass. */
async function nameViolations(
  strapi: Core.Strapi,
  { name }: ValidAttributes,
  documentId: string | undefined,
): Promise<Violation[]> {
  if (name === undefined) return [];
  const others = documentId === undefined ? {} : { documentId: { $ne: documentId } };
  const taken = await strapi.db.query(WEBHOOK_UID).count({ where: { name, ...others } });
  const message = `Another webhook is named "${name}". Choose another name`;
  return taken > 0 ? [{ path: ['name'], message }] : [];
}

function watcherOf({ state = 'enabled', contentTypes = [] }: ValidAttributes): Watcher {
  return { state, contentTypes };
}
