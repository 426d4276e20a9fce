import type { Core } from '@strapi/strapi';

import { notFound } from '../../errors';
import type { Preview } from '../../contracts/preview';
import { errorMessage } from '../../expressions/expression-error';
import { createRedact } from '../../expressions/redaction/redact';
import { createAddressRules } from '../../network/address-rules';
import { redactedRequest } from '../../relay/attempt/redacted-request';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { containerOf } from '../../container';
import type { Recent } from './recent-entries';
import { dryRunEvent, type DryRun, type DryRunWebhook } from './dry-run-event';

/** Runs a webhook against an existing entry. */
export async function dryRunEntry(
  strapi: Core.Strapi,
  tried: DryRunWebhook,
  { uid, entry, event }: Recent,
): Promise<DryRun> {
  const { id: rowId, documentId, locale } = entry;
  const published = entry['publishedAt'] !== null;
  const supposed = { uid, rowId, documentId, locale, event, published };
  const dryRun = await dryRunEvent(strapi, tried, supposed);
  if (!dryRun) throw notFound('DW_ENTRY_NOT_FOUND', 'The entry has just been deleted');
  return dryRun;
}

/** The masked request of a dry run. Checks the URL without a DNS lookup. */
export async function shownRequest(
  strapi: Core.Strapi,
  dryRun: DryRun,
): Promise<Pick<Preview, 'request' | 'error'>> {
  const { problemOfUrl } = createAddressRules(containerOf(strapi).config.network);
  try {
    const request = await dryRun.request();
    const error = problemOfUrl(new URL(request.url));
    const shown = { ...redactedRequest(request), body: request.body };
    return error === null ? { request: shown, error } : { request: null, error };
  } catch (error) {
    return { request: null, error: errorMessage(error) };
  }
}

/** Masks only the secrets in the draft itself. Masking stored secrets would confirm guesses. */
export function redactorFor({ masks }: CompiledWebhook): (text: string) => string {
  const redact = createRedact();
  return (text) => redact(text, { masks });
}
