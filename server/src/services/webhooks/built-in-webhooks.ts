import type { Core } from '@strapi/strapi';

import type { FieldError } from '../../contracts/envelope';
import type { BuiltInResult, LeftOut } from '../../contracts/transfer';
import type { WebhookInput } from '../../contracts/webhooks';
import type { Transaction } from '../../outbox/database/tables';
import { acquireAdvisoryLock } from '../../outbox/database/advisory-lock';
import { PLUGIN_ID, WEBHOOK_UID } from '../../plugin-id';
import { fieldErrors } from '../../validation/parse-with';
import type { ReadingWebhook } from '../../validation/references/unreadable-fields';
import type { ValidateWebhook } from '../../validation/validate-webhook';
import { findStored } from '../../webhooks/stored/find-stored';
import {
  folded,
  freeName,
  fromBuiltIn,
  type BuiltInWebhook,
} from '../../webhooks/sync/from-built-in';
import { containerOf } from '../../container';
import { contentTypesService } from '../content-types';

interface WebhookStore {
  findWebhooks(): Promise<BuiltInWebhook[]>;
}

/** documentIds of imported webhooks, by the id of the original. */
type Imported = Record<string, string[]>;

/** Import from Settings → Webhooks. */
export function builtInWebhooksService({ strapi }: { strapi: Core.Strapi }) {
  const types = () => contentTypesService({ strapi }).list();
  const originals = () => strapi.get<WebhookStore>('webhookStore').findWebhooks();
  const importStore = () =>
    strapi.store({ type: 'plugin', name: PLUGIN_ID, key: 'imported_built_in_webhooks' });

  return {
    /** The content types that imported webhooks can watch. */
    contentTypes: (): string[] => types().map(({ uid }) => uid),

    /** Copies built-in webhooks that were not imported before. The originals stay unchanged. */
    async import(
      dryRun: boolean,
      /** Throws if the user cannot create such a webhook. */
      mayCreate: (webhook: ReadingWebhook) => void,
    ): Promise<BuiltInResult[]> {
      const urls = (await originals()).map(({ url }) => url);
      const isValid = await containerOf(strapi).validateWithHosts(urls);
      const validate: ValidateWebhook = (input, changed) => {
        const valid = isValid(input, changed);
        mayCreate(valid as ReadingWebhook);
        return valid;
      };
      const results = await strapi.db.transaction(async ({ trx }: Transaction) => {
        if (!dryRun) await acquireAdvisoryLock(trx, 'built-in');
        return importAll(dryRun, validate);
      });
      await containerOf(strapi).registry.refresh();
      return results;
    },
  };

  async function importAll(dryRun: boolean, validate: ValidateWebhook): Promise<BuiltInResult[]> {
    const stored = await findStored(strapi, containerOf(strapi).config);
    const names = new Set(stored.map(({ name }) => folded(name)));
    const imported = ((await importStore().get()) ?? {}) as Imported;
    const results: BuiltInResult[] = [];
    for (const original of await originals()) {
      const ids = imported[original.id] ?? [];
      const before = stored.filter(({ documentId }) => ids.includes(documentId));
      const conversions =
        before.length > 0
          ? before.map((webhook) => importedBefore(original, webhook))
          : convert(original, names, validate);
      results.push(...conversions.map(({ result }) => result));
      if (!dryRun && before.length === 0) imported[original.id] = await createAll(conversions);
    }
    if (!dryRun) await importStore().set({ value: imported });
    return results;
  }

  async function createAll(conversions: Conversion[]): Promise<string[]> {
    const ids: string[] = [];
    for (const { result, attributes } of conversions) {
      if (!attributes || !result.webhook) continue;
      const data = attributes as never;
      const { documentId } = await strapi.documents(WEBHOOK_UID).create({ data });
      result.webhook.documentId = documentId;
      ids.push(documentId);
    }
    return ids;
  }

  /** Converts one built-in webhook. Only the first result lists the skipped settings. */
  function convert(
    original: BuiltInWebhook,
    names: Set<string>,
    validate: ValidateWebhook,
  ): Conversion[] {
    const { id, name } = original;
    const hasKey = containerOf(strapi).cipher.hasKey();
    const { webhooks, leftOut, notices } = fromBuiltIn(original, types(), hasKey);
    const about = { id, name, webhook: null, notices: [], leftOut: [], errors: [] };
    if (webhooks.length === 0) {
      const all = [...leftOut, ...defaultHeadersOf(strapi)];
      const result: BuiltInResult = {
        ...about,
        action: 'skip',
        leftOut: all,
        errors: NOTHING_LEFT,
      };
      return [{ result, attributes: null }];
    }
    return webhooks.map((attributes, index) => {
      const free = freeName(name, names);
      const checked = withoutBadHeaders({ ...attributes, name: free }, validate);
      const all = index === 0 ? [...leftOut, ...checked.leftOut, ...defaultHeadersOf(strapi)] : [];
      const { errors } = checked;
      if (errors.length > 0) {
        return { result: { ...about, action: 'skip', leftOut: all, errors }, attributes: null };
      }
      names.add(folded(free));
      const webhook = { documentId: null, name: free };
      return {
        result: { ...about, action: 'import', webhook, leftOut: all, notices },
        attributes: checked.attributes,
      };
    });
  }
}

interface Conversion {
  result: BuiltInResult;
  /** Null if there is nothing to create. */
  attributes: WebhookInput | null;
}

const NOTHING_LEFT: FieldError[] = [
  { path: ['events'], name: 'ValidationError', message: 'None of its events can be imported' },
];

function importedBefore(
  { id, name }: BuiltInWebhook,
  before: { documentId: string; name: string },
): Conversion {
  const webhook = { documentId: before.documentId, name: before.name };
  return {
    result: { id, name, action: 'imported-before', webhook, leftOut: [], notices: [], errors: [] },
    attributes: null,
  };
}

interface CheckedHeaders {
  attributes: WebhookInput;
  leftOut: LeftOut[];
  errors: FieldError[];
}

/**
 * Drops headers that the plugin sets itself or that cannot be sent; the rest must be valid.
 * Violations of all headers together appear only once each header is valid.
 */
function withoutBadHeaders(attributes: WebhookInput, validate: ValidateWebhook): CheckedHeaders {
  const leftOut: LeftOut[] = [];
  let headers = attributes.headers ?? [];
  for (;;) {
    const rest = { ...attributes, headers };
    const errors = errorsOf(rest, validate);
    const bad = new Map(
      errors
        .filter(({ path }) => path[0] === 'headers' && path[1] !== undefined)
        .map(({ path, message }) => [Number(path[1]), message]),
    );
    if (bad.size === 0) return { attributes: rest, leftOut, errors };
    for (const [index, reason] of bad) {
      leftOut.push({ what: `header ${headers[index]?.key ?? ''}`, reason });
    }
    headers = headers.filter((_header, index) => !bad.has(index));
  }
}

function errorsOf(attributes: WebhookInput, validate: ValidateWebhook): FieldError[] {
  try {
    validate(attributes);
    return [];
  } catch (error) {
    return fieldErrors(error);
  }
}

/** Default headers often come from the environment and must not be copied into the database. */
function defaultHeadersOf(strapi: Core.Strapi): LeftOut[] {
  const headers: unknown = strapi.config.get('server.webhooks.defaultHeaders', {});
  return Object.keys(headers as object).map((key) => ({
    what: `header ${key}`,
    reason: 'The header comes from server.webhooks.defaultHeaders. Add it manually',
  }));
}
