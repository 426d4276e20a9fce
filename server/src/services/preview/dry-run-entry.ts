import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

import type { Preview } from '../../contracts/preview';
import { messageOf } from '../../expressions/expression-error';
import { createRedact } from '../../expressions/redaction/redact';
import { createAddressRules } from '../../network/address-rules';
import { shownOf } from '../../relay/attempt/redacted-request';
import type { WebhookInForce } from '../../webhooks/compiled/compiled-webhook';
import { pipelineOf } from '../../container';
import type { Recent } from './recent-entries';
import { tryOut, type Trial, type Tried } from './dry-run-event';

/** Of an entry that was found. */
export async function trialOfEntry(
  strapi: Core.Strapi,
  tried: Tried,
  { uid, entry, event }: Recent,
): Promise<Trial> {
  const { id: rowId, documentId, locale } = entry;
  const published = entry['publishedAt'] !== null;
  const supposed = { uid, rowId, documentId, locale, event, published };
  const trial = await tryOut(strapi, tried, supposed);
  if (!trial) throw new errors.NotFoundError('The entry was deleted just now');
  return trial;
}

/** As far as its URL tells whether it may be called: nothing is looked up for a preview. */
export async function shownRequest(
  strapi: Core.Strapi,
  trial: Trial,
): Promise<Pick<Preview, 'request' | 'error'>> {
  const { problemOfUrl } = createAddressRules(pipelineOf(strapi).config.network);
  try {
    const request = await trial.request();
    const error = problemOfUrl(new URL(request.url));
    const shown = { ...shownOf(request), body: request.body };
    return error === null ? { request: shown, error } : { request: null, error };
  } catch (error) {
    return { request: null, error: messageOf(error) };
  }
}

/** Masks the secrets that a draft itself holds, and those alone: what is stored must not answer guesses. */
export function redactorFor({ masks }: WebhookInForce): (text: string) => string {
  const redact = createRedact([]);
  return (text) => redact(text, { masks });
}
