import type { Core } from '@strapi/strapi';

import { WEBHOOK_UID } from '../../plugin-id';
import { collectViolations, type Violation } from '../../validation/parse-with';
import type { ValidAttributes } from '../../validation/validate-webhook';
import type { PrepareWriteParts } from './prepare-write';
import { assertQuota, type Watcher } from './webhook-quota';
import type { WebhookEntry } from '../stored/stored-webhook';
import { sealedSecrets, type SecretsWrite } from './write-secrets';

interface Checked {
  /** As it is stored; null of a new one. */
  entry: WebhookEntry | null;
  /** Its valid attributes among it. */
  secretsWrite: SecretsWrite;
}

/** What is wrong with a write beside its attributes: the name is taken, a type is full, a secret is missing. */
export async function writeViolations(
  { strapi, config, cipher }: PrepareWriteParts,
  { entry, secretsWrite }: Checked,
): Promise<Violation[]> {
  const { valid } = secretsWrite;
  const after = entry ? { ...entry, ...valid } : watcherOf(valid);
  const room = { before: entry, after: after as Watcher };
  return [
    ...(await nameViolations(strapi, valid, entry?.documentId)),
    ...(await collectViolations(() => assertQuota(strapi, config.limits.webhooksPerType, room))),
    ...(await collectViolations(() => sealedSecrets(cipher, secretsWrite))),
  ];
}

/** Strapi would look too, but only once all else is right. */
async function nameViolations(
  strapi: Core.Strapi,
  { name }: ValidAttributes,
  documentId: string | undefined,
): Promise<Violation[]> {
  if (name === undefined) return [];
  const others = documentId === undefined ? {} : { documentId: { $ne: documentId } };
  const taken = await strapi.db.query(WEBHOOK_UID).count({ where: { name, ...others } });
  const message = `Another webhook is named "${name}": choose another name`;
  return taken > 0 ? [{ path: ['name'], message }] : [];
}

function watcherOf({ state = 'enabled', contentTypes = [] }: ValidAttributes): Watcher {
  return { state, contentTypes };
}
