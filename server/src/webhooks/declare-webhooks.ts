import type { Core } from '@strapi/strapi';

import type { PluginConfig } from '../config';
import type { Connection, Transaction } from '../outbox/tables';
import { takeTurns } from '../outbox/take-turns';
import { WEBHOOK_UID } from '../plugin-id';
import { fieldErrorsOf } from '../validation/parse-with';
import { placeOf } from '../validation/place';
import type { ValidAttributes, ValidateWebhook } from '../validation/validate-webhook';
import { storeState } from './change-state';
import { NO_LONGER_DECLARED, planDeclarations, type DeclarationPlan } from './declaration-plan';
import { asDeclared } from './declared';
import { findStored } from './find-stored';

export interface DeclareParts {
  strapi: Core.Strapi;
  config: PluginConfig;
  validate: ValidateWebhook;
}

/**
 * Makes the stored webhooks those of `config.webhooks`, by name, at boot. A bad one stops the boot with
 * one message that names each place. Instances that boot at once take turns.
 */
export async function declareWebhooks({ strapi, config, validate }: DeclareParts): Promise<void> {
  const declared = validDeclarations(config.webhooks, validate);
  const plan = async () => planDeclarations(declared, await findStored(strapi, config));
  if (!changesAnything(await plan())) return;

  await strapi.db.transaction(async ({ trx }: Transaction) => {
    await takeTurns(trx, 'config.webhooks');
    const now = await plan();
    if (changesAnything(now)) await apply(strapi, trx, now);
  });
}

/** Their names, by which webhooks are told apart. */
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
      violations.push(...fieldErrorsOf(error).map((it) => ({ index, ...it })));
      return [];
    }
  });
  const names = valid.map(({ name }) => name);
  names.forEach((name, index) => {
    if (names.indexOf(name) === index || violations.length > 0) return;
    violations.push({ index, path: ['name'], message: `"${String(name)}" is declared twice` });
  });
  refuse(violations);
  return valid;
}

function refuse(violations: Violation[]): void {
  if (violations.length === 0) return;
  const problems = violations.map(
    ({ index, path, message }) => `${placeOf(['webhooks', index, ...path])}: ${message}`,
  );
  throw new Error(
    `Error regarding document-webhooks config: ${problems.join('; ')}. Mend config/plugins of your app.`,
  );
}

function changesAnything(plan: DeclarationPlan): boolean {
  return Object.values(plan).some((part: unknown[]) => part.length > 0);
}

async function apply(
  strapi: Core.Strapi,
  transaction: Connection,
  { create, update, disable, taken }: DeclarationPlan,
): Promise<void> {
  refuse(
    taken.map((index) => ({
      index,
      path: ['name'],
      message:
        'A webhook made in the admin panel has this name: choose another, or rename that one',
    })),
  );
  const documents = strapi.documents(WEBHOOK_UID);
  await asDeclared(async () => {
    for (const data of create) await documents.create({ data } as never);
    for (const { documentId, data } of update) {
      await documents.update({ documentId, data } as never);
    }
  });
  for (const { documentId } of disable) {
    const reason = NO_LONGER_DECLARED;
    await storeState(strapi, transaction, { documentId, state: 'disabled', reason });
  }
  strapi.log.info(
    `Document Webhooks: of config.webhooks ${String(create.length)} created, ` +
      `${String(update.length)} changed, ${String(disable.length)} no longer declared`,
  );
}
