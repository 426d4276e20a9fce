import type { Core } from '@strapi/strapi';

import type { PluginConfig } from '../../config';
import { logOf } from '../../log';
import type { Connection, Transaction } from '../../outbox/database/tables';
import { acquireAdvisoryLock } from '../../outbox/database/advisory-lock';
import { WEBHOOK_UID } from '../../plugin-id';
import type { Cipher } from '../../secrets/cipher';
import { GENERATE } from '../../secrets/plan-secrets';
import { decryptAll } from '../../secrets/reveal';
import { findSecrets } from '../../secrets/secret-rows';
import { fieldErrors } from '../../validation/parse-with';
import { formatPath } from '../../validation/format-path';
import type { ValidAttributes, ValidateWebhook } from '../../validation/validate-webhook';
import { storeState } from '../stored/change-state';
import { asDeclaration } from './as-declaration';
import {
  NO_LONGER_DECLARED,
  NO_LONGER_DECLARED_PAUSED,
  planReconcile,
  type ReconcilePlan,
} from './reconcile-plan';
import { findStored } from '../stored/find-stored';
import { withWriter } from '../stored/write-origin';

export interface DeclareParts {
  strapi: Core.Strapi;
  config: PluginConfig;
  cipher: Cipher;
  validate: ValidateWebhook;
}

/**
 * Reconciles the stored webhooks with `config.webhooks`, by name, at boot. An invalid declaration
 * stops the boot with one message that names each place. An advisory lock serializes instances that
 * boot at the same time.
 */
export async function declareWebhooks({
  strapi,
  config,
  cipher,
  validate,
}: DeclareParts): Promise<void> {
  const declared = validDeclarations(config.webhooks, validate);
  const plan = async (connection: Connection) => {
    const stored = await findStored(strapi, config);
    const revealed = decryptAll(cipher, await findSecrets(connection));
    const hasKey = cipher.hasKey();
    return planReconcile(declared, stored, (one, declaration) =>
      asDeclaration({ stored: one, revealed: revealed(one.documentId), hasKey }, declaration),
    );
  };
  if (!changesAnything(await plan(strapi.db.connection))) return;

  await strapi.db.transaction(async ({ trx }: Transaction) => {
    await acquireAdvisoryLock(trx, 'config.webhooks');
    const now = await plan(trx);
    if (changesAnything(now)) await apply(strapi, trx, { ...now, names: declaredNames(config) });
  });
}

/**
 * True if the configuration sets the signing secret. It then cannot be rotated in the admin panel.
 */
export function declaresSigningSecret({ webhooks }: PluginConfig, name: string): boolean {
  const secrets = webhooks.filter(
    (it) => typeof it['name'] === 'string' && it['name'].trim() === name,
  );
  return secrets.some(
    ({ signingSecret }) => signingSecret !== undefined && signingSecret !== GENERATE,
  );
}

/** The names, which identify the declared webhooks. */
export function declaredNames({ webhooks }: PluginConfig): string[] {
  return webhooks.map(({ name }) => (typeof name === 'string' ? name.trim() : ''));
}

interface Violation {
  index: number;
  path: string[];
  message: string;
}

function validDeclarations(
  declared: Record<string, unknown>[],
  validate: ValidateWebhook,
): ValidAttributes[] {
  const violations: Violation[] = [];
  const valid = declared.flatMap((webhook, index) => {
    try {
      return [validate(webhook)];
    } catch (error) {
      violations.push(...fieldErrors(error).map((it) => ({ index, ...it })));
      return [];
    }
  });
  const names = valid.map(({ name }) => name);
  names.forEach((name, index) => {
    if (names.indexOf(name) === index || violations.length > 0) return;
    violations.push({
      index,
      path: ['name'],
      message: `"${String(name)}" is declared twice. Rename one`,
    });
  });
  refuse(violations);
  return valid;
}

function refuse(violations: Violation[]): void {
  if (violations.length === 0) return;
  const problems = violations.map(
    ({ index, path, message }) => `${formatPath(['webhooks', index, ...path])}: ${message}`,
  );
  throw new Error(
    `Error regarding document-webhooks config: ${problems.join('; ')}. Fix config/plugins.`,
  );
}

/**
 * Adds places to the violations of a write. Secrets are validated on write; an invalid one stops
 * the boot like any other error.
 */
async function withPlaces(index: number, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    refuse(fieldErrors(error).map((it) => ({ index, ...it })));
  }
}

function changesAnything(plan: ReconcilePlan): boolean {
  return Object.values(plan).some((part: unknown[]) => part.length > 0);
}

async function apply(
  strapi: Core.Strapi,
  transaction: Connection,
  { create, update, disable, taken, names }: ReconcilePlan & { names: string[] },
): Promise<void> {
  refuse(
    taken.map((index) => ({
      index,
      path: ['name'],
      message:
        'A webhook from the admin panel has this name. Choose another name, or rename that webhook',
    })),
  );
  const documents = strapi.documents(WEBHOOK_UID);
  const naming = (name: string | undefined, write: () => Promise<unknown>) =>
    withPlaces(names.indexOf(name ?? ''), write);
  // First, because disabled webhooks free quota for new ones.
  for (const { documentId, state } of disable) {
    const reason = state === 'paused' ? NO_LONGER_DECLARED_PAUSED : NO_LONGER_DECLARED;
    await storeState(strapi, transaction, { documentId, state: 'disabled', reason });
  }
  await withWriter('configuration', async () => {
    for (const data of create) {
      await naming(data.name, () => documents.create({ data } as never));
    }
    for (const { documentId, name, data } of update) {
      await naming(name, () => documents.update({ documentId, data } as never));
    }
  });
  logOf(strapi).info(
    `Document Webhooks: config.webhooks: ${String(create.length)} created, ` +
      `${String(update.length)} changed, ${String(disable.length)} no longer declared`,
  );
}
