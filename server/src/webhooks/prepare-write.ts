import type { Core } from '@strapi/strapi';

import type { PluginConfig } from '../config';
import type { Connection } from '../outbox/tables';
import { takeTurns } from '../outbox/take-turns';
import type { Cipher } from '../secrets/cipher';
import { touchesSecrets } from '../secrets/plan-secrets';
import { findSecrets } from '../secrets/secret-rows';
import type { SealedSecrets } from '../secrets/store-secrets';
import type { ValidAttributes, ValidateWebhook } from '../validation/validate-webhook';
import { declaredNames } from './declare-webhooks';
import { mustNotBeDeclared, mustStayAsDeclared } from './declared';
import { findEntry, mustFindEntry } from './find-stored';
import { mustHaveRoom, type Watcher } from './room-per-type';
import { columnsOf, webhookOf, type StoredWebhook } from './webhook-entry';
import { sealedSecrets, withoutSecrets } from './write-secrets';
import { originOfWrite } from './writer';

export interface PrepareParts {
  strapi: Core.Strapi;
  config: PluginConfig;
  cipher: Cipher;
}

/** A write of a webhook by the Document Service. */
export interface WebhookWrite {
  action: string;
  params: { documentId?: string; data?: Record<string, unknown> };
  validate: ValidateWebhook;
}

export interface PreparedWrite {
  /** What may be written; null of a delete. */
  data: Record<string, unknown> | null;
  /** What belongs elsewhere; null where the write concerns no secret. */
  secrets: SealedSecrets | null;
}

/** Checks a write, in its transaction. Throws where it may not be. */
export function prepareWrite(
  parts: PrepareParts,
  transaction: Connection,
  write: WebhookWrite,
): Promise<PreparedWrite> {
  switch (write.action) {
    case 'create':
    case 'clone':
      return prepareNew(parts, write);
    case 'update':
      return prepareUpdate(parts, transaction, write);
    default:
      return prepareDelete(parts, write);
  }
}

async function prepareNew(
  { strapi, config, cipher }: PrepareParts,
  { action, params, validate }: WebhookWrite,
): Promise<PreparedWrite> {
  const source = action === 'clone' ? await mustFindEntry(strapi, params.documentId) : {};
  const valid = validate({ ...source, ...params.data });
  const most = config.limits.webhooksPerType;
  await mustHaveRoom(strapi, most, { before: null, after: watcherOf(valid) });
  return {
    data: { ...columnsOf(withoutSecrets(valid)), origin: originOfWrite() },
    secrets: sealedSecrets(cipher, { stored: null, secrets: [], valid }),
  };
}

async function prepareUpdate(
  { strapi, config, cipher }: PrepareParts,
  transaction: Connection,
  { params, validate }: WebhookWrite,
): Promise<PreparedWrite> {
  const given = params.data ?? {};
  // Before the webhook is read: nobody points it elsewhere while somebody else gives a secret.
  if (touchesSecrets(Object.keys(given))) await takeTurns(transaction, 'secrets');
  const entry = await mustFindEntry(strapi, params.documentId);
  const stored = webhookOf(entry, config);
  const all = Object.entries(validate({ ...entry, ...given }, Object.keys(given)));
  const changed = all.filter(([name]) => name in given);
  mustStayAsDeclared(stored, changed);
  const valid: ValidAttributes = Object.fromEntries(changed);
  await mustHaveRoom(strapi, config.limits.webhooksPerType, {
    before: entry,
    after: { ...entry, ...Object.fromEntries(changed) },
  });
  const secrets = await findSecrets(transaction, [stored.documentId]);
  return {
    data: { ...columnsOf(withoutSecrets(valid)), ...reasonAfter(stored, given) },
    secrets: sealedSecrets(cipher, { stored, secrets, valid }),
  };
}

async function prepareDelete(
  { strapi, config }: PrepareParts,
  { params }: WebhookWrite,
): Promise<PreparedWrite> {
  const entry = await findEntry(strapi, params.documentId);
  if (entry) mustNotBeDeclared(webhookOf(entry, config), declaredNames(config));
  return { data: null, secrets: null };
}

function watcherOf({ state = 'enabled', contentTypes = [] }: ValidAttributes): Watcher {
  return { state, contentTypes };
}

/** A state that a person changes has no reason of the system's, and what is enabled needs none. */
function reasonAfter(
  { state: before }: StoredWebhook,
  given: Record<string, unknown>,
): { stateReason?: null } {
  if (!('state' in given)) return {};
  const { state } = given;
  return state === 'enabled' || state !== before ? { stateReason: null } : {};
}
