import type { Connection } from '../../outbox/database/tables';
import { acquireAdvisoryLock } from '../../outbox/database/advisory-lock';
import { touchesSecrets } from '../../secrets/plan-secrets';
import { findSecrets } from '../../secrets/secret-rows';
import type { SealedSecrets } from '../../secrets/store-secrets';
import { throwIfAny } from '../../validation/parse-with';
import type { CheckWebhook, ValidAttributes } from '../../validation/validate-webhook';
import { declaredNames } from '../sync/declare-webhooks';
import { assertNotDeclared, assertReadOnly } from './assert-read-only';
import { findEntry, mustFindEntry } from '../stored/find-stored';
import { columnsOf, webhookOf, type StoredWebhook } from '../stored/stored-webhook';
import { writeViolations, type WriteParts } from './write-violations';
import { sealedSecrets, withoutSecrets } from './write-secrets';
import { originOfWrite } from '../stored/write-origin';

/** A write of a webhook through the Document Service. */
export interface WebhookWrite {
  action: string;
  params: { documentId?: string; data?: Record<string, unknown> };
  check: CheckWebhook;
}

export interface PreparedWrite {
  /** The attributes to write; null for a delete. */
  data: Record<string, unknown> | null;
  /** The secrets to store separately; null if the write changes no secret. */
  secrets: SealedSecrets | null;
}

/** Checks a write within its transaction. Throws if it is not allowed. */
export function prepareWrite(
  parts: WriteParts,
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
  { strapi, config, cipher }: WriteParts,
  { action, params, check }: WebhookWrite,
): Promise<PreparedWrite> {
  const source = action === 'clone' ? await mustFindEntry(strapi, params.documentId) : {};
  const { valid, violations } = check({ ...source, ...params.data });
  const secretsWrite = { stored: null, secrets: [], valid };
  throwIfAny([
    ...violations,
    ...(await writeViolations({ strapi, config, cipher }, { entry: null, secretsWrite })),
  ]);
  return {
    data: { ...columnsOf(withoutSecrets(valid)), origin: originOfWrite() },
    secrets: sealedSecrets(cipher, secretsWrite),
  };
}

async function prepareUpdate(
  { strapi, config, cipher }: WriteParts,
  transaction: Connection,
  { params, check }: WebhookWrite,
): Promise<PreparedWrite> {
  const given = params.data ?? {};
  // Locked before the webhook is read, so that no other write changes its URL while this one sets a
  // secret.
  if (touchesSecrets(Object.keys(given))) await acquireAdvisoryLock(transaction, 'secrets');
  const entry = await mustFindEntry(strapi, params.documentId);
  const stored = webhookOf(entry, config);
  const checked = check({ ...entry, ...given }, Object.keys(given));
  const changed = Object.entries(checked.valid).filter(([name]) => name in given);
  assertReadOnly(stored, changed);
  const valid: ValidAttributes = Object.fromEntries(changed);
  const secrets = await findSecrets(transaction, [stored.documentId]);
  const secretsWrite = { stored, secrets, valid };
  throwIfAny([
    ...checked.violations,
    ...(await writeViolations({ strapi, config, cipher }, { entry, secretsWrite })),
  ]);
  return {
    data: { ...columnsOf(withoutSecrets(valid)), ...reasonAfter(stored, given) },
    secrets: sealedSecrets(cipher, secretsWrite),
  };
}

async function prepareDelete(
  { strapi, config }: WriteParts,
  { params }: WebhookWrite,
): Promise<PreparedWrite> {
  const entry = await findEntry(strapi, params.documentId);
  if (entry) assertNotDeclared(webhookOf(entry, config), declaredNames(config));
  return { data: null, secrets: null };
}

/** Clears the automatic reason if the state changes or the webhook is enabled. */
function reasonAfter(
  { state: before }: StoredWebhook,
  given: Record<string, unknown>,
): { stateReason?: null } {
  if (!('state' in given)) return {};
  const { state } = given;
  return state === 'enabled' || state !== before ? { stateReason: null } : {};
}
