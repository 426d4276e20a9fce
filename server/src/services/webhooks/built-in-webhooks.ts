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
import { service } from '../service';

interface WebhookStore {
  findWebhooks(): Promise<BuiltInWebhook[]>;
}

/** documentIds of what was imported, by the ids of the originals. */
type Imported = Record<string, string[]>;

/** Moving in from Settings → Webhooks. */
export function builtInWebhooksService({ strapi }: { strapi: Core.Strapi }) {
  const types = () => service(strapi, 'content-types').list();
  const originals = () => strapi.get<WebhookStore>('webhookStore').findWebhooks();
  const memory = () =>
    strapi.store({ type: 'plugin', name: PLUGIN_ID, key: 'imported_built_in_webhooks' });

  return {
    /** What imported webhooks may come to watch. */
    contentTypes: (): string[] => types().map(({ uid }) => uid),

    /** Copies those that were not imported yet. The originals stay as they are. */
    async import(
      dryRun: boolean,
      /** Throws where who imports may not create such a webhook. */
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
    const imported = ((await memory().get()) ?? {}) as Imported;
    const results: BuiltInResult[] = [];
    for (const original of await originals()) {
      const ids = imported[original.id] ?? [];
      const before = stored.filter(({ documentId }) => ids.includes(documentId));
      const conversions =
        before.length > 0
          ? before.map((webhook) => importedBefore(original, webhook))
          : convert(original, names, validate);
      results.push(...conversions.map(({ told }) => told));
      if (!dryRun && before.length === 0) imported[original.id] = await createAll(conversions);
    }
    if (!dryRun) await memory().set({ value: imported });
    return results;
  }

  async function createAll(conversions: Conversion[]): Promise<string[]> {
    const ids: string[] = [];
    for (const { told, attributes } of conversions) {
      if (!attributes || !told.webhook) continue;
      const data = attributes as never;
      const { documentId } = await strapi.documents(WEBHOOK_UID).create({ data });
      told.webhook.documentId = documentId;
      ids.push(documentId);
    }
    return ids;
  }

  /** What is left out is told once. */
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
      const told: BuiltInResult = { ...about, action: 'skip', leftOut: all, errors: NOTHING_LEFT };
      return [{ told, attributes: null }];
    }
    return webhooks.map((attributes, index) => {
      const free = freeName(name, names);
      const fitting = withoutBadHeaders({ ...attributes, name: free }, validate);
      const all = index === 0 ? [...leftOut, ...fitting.leftOut, ...defaultHeadersOf(strapi)] : [];
      const { errors } = fitting;
      if (errors.length > 0) {
        return { told: { ...about, action: 'skip', leftOut: all, errors }, attributes: null };
      }
      names.add(folded(free));
      const webhook = { documentId: null, name: free };
      return {
        told: { ...about, action: 'import', webhook, leftOut: all, notices },
        attributes: fitting.attributes,
      };
    });
  }
}

interface Conversion {
  told: BuiltInResult;
  /** Null where there is nothing to create. */
  attributes: WebhookInput | null;
}

const NOTHING_LEFT: FieldError[] = [
  { path: ['events'], name: 'ValidationError', message: 'None of its events can be carried over' },
];

function importedBefore(
  { id, name }: BuiltInWebhook,
  before: { documentId: string; name: string },
): Conversion {
  const webhook = { documentId: before.documentId, name: before.name };
  return {
    told: { id, name, action: 'imported-before', webhook, leftOut: [], notices: [], errors: [] },
    attributes: null,
  };
}

interface Fitting {
  attributes: WebhookInput;
  leftOut: LeftOut[];
  errors: FieldError[];
}

/**
 * Headers that every request sets for itself, or that cannot be sent, stay behind; the rest must be valid. What is
 * wrong with all of them together shows only once each is right.
 */
function withoutBadHeaders(attributes: WebhookInput, validate: ValidateWebhook): Fitting {
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

/** They often come from the environment, and must not end up in the database unasked. */
function defaultHeadersOf(strapi: Core.Strapi): LeftOut[] {
  const headers: unknown = strapi.config.get('server.webhooks.defaultHeaders', {});
  return Object.keys(headers as object).map((key) => ({
    what: `header ${key}`,
    reason: 'It stands in server.webhooks.defaultHeaders of the configuration: add it by hand',
  }));
}
