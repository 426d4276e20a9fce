import type { Core } from '@strapi/strapi';

import { notFound } from '../../errors';
import type { ImportResult } from '../../contracts/transfer';
import type { WebhookAttributes } from '../../contracts/webhook';
import { parseOnceDuring } from '../../expressions/parsed-source';
import type { Connection, Transaction } from '../../outbox/database/tables';
import { WEBHOOK_UID } from '../../plugin-id';
import { findSecrets } from '../../secrets/secret-rows';
import { fieldErrors, validationError } from '../../validation/parse-with';
import type { ValidateWebhook } from '../../validation/validate-webhook';
import { findStored } from '../../webhooks/stored/find-stored';
import { planImport, type PlannedImport, type ImportRules } from '../../webhooks/sync/plan-import';
import { rightsCheckIn } from '../../webhooks/write/rights-check';
import type { StoredWebhook } from '../../webhooks/stored/stored-webhook';
import { withWriter } from '../../webhooks/stored/write-origin';
import { sealedSecrets } from '../../webhooks/write/write-secrets';
import { containerOf } from '../../container';

type Input = Record<string, unknown>;

/** Export and import of webhooks as JSON. */
export function transferService({ strapi }: { strapi: Core.Strapi }) {
  const stored = () => findStored(strapi, containerOf(strapi).config);

  const validation = (inputs: Input[]): Promise<ValidateWebhook> =>
    containerOf(strapi).validateWithHosts(inputs.map(({ url }) => url));

  /** Plans an import without writing. */
  async function plan(
    connection: Connection,
    inputs: Input[],
    validate: ValidateWebhook,
  ): Promise<PlannedImport[]> {
    const { cipher } = containerOf(strapi);
    const all = await findSecrets(connection);
    const missingSecrets: ImportRules['missingSecrets'] = (existing, valid) => {
      const secrets = all.filter(({ webhookId }) => webhookId === existing?.documentId);
      return sealedSecrets(cipher, { stored: existing, secrets, valid })?.missing ?? [];
    };
    const webhooks = await stored();
    return planImport(inputs, webhooks, { validate, missingSecrets });
  }

  async function write({ write: wanted }: PlannedImport): Promise<void> {
    if (!wanted) return;
    const { documentId, data } = wanted;
    const documents = strapi.documents(WEBHOOK_UID);
    if (documentId === null) await documents.create({ data } as never);
    else await documents.update({ documentId, data } as never);
  }

  return {
    /** Wraps all steps of an import: compiling in turn, the check of rights, the import itself. */
    parseOnceDuring,

    /** Exports all webhooks, or those with these documentIds. */
    async export(ids?: string[]): Promise<WebhookAttributes[]> {
      const all = await stored();
      const known = new Set(all.map(({ documentId }) => documentId));
      const missing = ids?.find((id) => !known.has(id));
      if (missing !== undefined)
        throw notFound('DW_WEBHOOK_NOT_FOUND', `The webhook ${missing} does not exist`);
      return all.filter(({ documentId }) => !ids || ids.includes(documentId)).map(toAttributes);
    },

    /** The content types that stored webhooks with these names watch. */
    async contentTypesNow(inputs: Input[]): Promise<string[]> {
      const names = inputs.map(({ name }) => (typeof name === 'string' ? name.trim() : null));
      const meant = (await stored()).filter(({ name }) => names.includes(name));
      return meant.flatMap(({ contentTypes }) => contentTypes);
    },

    async dryRun(inputs: Input[]): Promise<ImportResult[]> {
      const validate = await validation(inputs);
      const planned = await withWriter('import', () =>
        plan(strapi.db.connection, inputs, validate),
      );
      return planned.map(({ result }) => result);
    },

    /**
     * Imports all webhooks or none. Throws a `ValidationError` that names each invalid place.
     * Plans before the transaction begins, because on SQLite a transaction blocks all saves: within
     * `parseOnceDuring`, the checks in the transaction parse nothing again.
     */
    async import(inputs: Input[]): Promise<ImportResult[]> {
      const validate = await validation(inputs);
      const planned = await withWriter('import', async () => {
        refuseInvalid(await plan(strapi.db.connection, inputs, validate));
        return strapi.db.transaction(async ({ trx }: Transaction) => {
          await rightsCheckIn(trx);
          const now = await plan(trx, inputs, validate);
          refuseInvalid(now);
          for (const one of now) await inPlace(one, () => write(one));
          return now;
        });
      });
      await containerOf(strapi).registry.refresh();
      return planned.map(({ result }) => result);
    },
  };
}

function toAttributes(webhook: StoredWebhook): WebhookAttributes {
  const { documentId, origin, stateReason, createdAt, updatedAt, ...attributes } = webhook;
  return attributes;
}

function refuseInvalid(planned: PlannedImport[]): void {
  const violations = planned.flatMap(({ result: { index, errors: found } }) =>
    found.map(({ path, message }) => ({ path: ['webhooks', String(index), ...path], message })),
  );
  if (violations.length > 0) throw validationError(violations);
}

/** Adds the place in the file to violations that only the write finds. */
async function inPlace({ result: { index } }: PlannedImport, write: () => Promise<void>) {
  try {
    await write();
  } catch (error) {
    const found = fieldErrors(error);
    throw validationError(
      found.map(({ path, message }) => ({ path: ['webhooks', String(index), ...path], message })),
    );
  }
}
