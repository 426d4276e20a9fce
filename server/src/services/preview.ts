import type { Core, UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';

import type { Backtest, BacktestEntry, Preview } from '../contracts/preview';
import { messageOf } from '../expressions/expression-error';
import { redactIn } from '../expressions/redact';
import { createAddressRules, type AddressRules } from '../network/address-rules';
import type { HttpRequest } from '../relay/request';
import { watchedType } from '../schema/watched-type';
import { validationError } from '../validation/parse-with';
import type { BacktestBody, PreviewBody } from '../validation/preview-body';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { draftInForce } from './draft-in-force';
import { pipelineOf } from './pipeline';
import { findReadable, type Ability, type FoundEntry } from './readable-entries';
import { statusOf, tryOut, type Trial } from './trial';

/** Runs drafts of webhooks against real entries; nothing is sent or stored. */
export function previewService({ strapi }: { strapi: Core.Strapi }) {
  const rules = () => createAddressRules(pipelineOf(strapi).config.network);
  const redacted = <T>(value: T): T => redactIn(pipelineOf(strapi).redact, value);

  return {
    async preview(body: PreviewBody, ability: Ability): Promise<Preview> {
      const webhook = draftInForce(strapi, body.webhook);
      checkTarget(webhook, body);
      const uid = body.uid as UID.ContentType;
      const entry = await entryOf(strapi, { ...body, uid, ability });
      const trial = await trialOf(strapi, webhook, { uid, entry, event: body.event });
      const rendered = await requestOf(trial, rules());
      return redacted({
        matches: trial.mismatch === null,
        reason: trial.mismatch?.reason ?? null,
        condition: webhook.filter.condition ? await conditionOf(trial) : null,
        ...rendered,
      });
    },

    async backtest({ webhook: draft, limit }: BacktestBody, ability: Ability): Promise<Backtest> {
      const webhook = draftInForce(strapi, draft);
      const found = await recentEntries(strapi, webhook, { ability, limit });
      const entries: BacktestEntry[] = [];
      for (const one of found) entries.push(await backtestOf(webhook, one));
      const matched = entries.filter(({ matches }) => matches).length;
      return redacted({ checked: entries.length, matched, entries });
    },
  };

  async function conditionOf(trial: Trial): Promise<NonNullable<Preview['condition']>> {
    try {
      return { value: (await trial.condition()) ?? null, error: null };
    } catch (error) {
      return { value: null, error: messageOf(error) };
    }
  }

  async function backtestOf(webhook: WebhookInForce, one: Recent): Promise<BacktestEntry> {
    const { uid, entry, event } = one;
    const trial = await trialOf(strapi, webhook, one);
    const { error } = trial.mismatch ? { error: null } : await requestOf(trial, rules());
    return {
      uid,
      documentId: entry.documentId,
      locale: entry.locale ?? null,
      event,
      label: labelOf(entry),
      updatedAt: entry.updatedAt === null ? null : new Date(entry.updatedAt).toISOString(),
      matches: trial.mismatch === null,
      reason: trial.mismatch?.reason ?? error,
    };
  }
}

function checkTarget({ contentTypes, events }: WebhookInForce, { uid, event }: PreviewBody): void {
  if (!contentTypes.includes(uid)) {
    throw validationError([{ path: ['uid'], message: 'The webhook does not watch this type' }]);
  }
  if (!events.some((it) => it === event)) {
    throw validationError([{ path: ['event'], message: 'The webhook does not want this event' }]);
  }
}

interface Wanted {
  uid: UID.ContentType;
  documentId: string;
  locale?: string | null | undefined;
  event: string;
  ability: Ability;
}

/** The version that the event tells of; the draft, where nothing is published yet. */
async function entryOf(strapi: Core.Strapi, wanted: Wanted): Promise<FoundEntry> {
  const { uid, documentId, locale, event, ability } = wanted;
  const status = statusOf(watchedType(strapi, uid).draftAndPublish, event) ?? 'draft';
  const query = { filters: { documentId }, limit: 1, ...(locale ? { locale } : {}) };
  const of = { uid, ability };
  const [found] = await findReadable(strapi, of, { ...query, status });
  const [entry] = found ? [found] : await findReadable(strapi, of, { ...query, status: 'draft' });
  if (!entry) throw new errors.NotFoundError('There is no such entry, or you may not read it');
  return entry;
}

interface Recent {
  uid: UID.ContentType;
  entry: FoundEntry;
  event: string;
}

/** The entries of all its types that changed last, each with the event that is likeliest. */
async function recentEntries(
  strapi: Core.Strapi,
  { contentTypes, events }: WebhookInForce,
  { ability, limit }: { ability: Ability; limit: number },
): Promise<Recent[]> {
  const found: Recent[] = [];
  for (const uid of contentTypes as UID.ContentType[]) {
    const { draftAndPublish, localized } = watchedType(strapi, uid);
    const event = ['entry.update', ...events].find((it) => events.some((own) => own === it)) ?? '';
    const status = statusOf(draftAndPublish, event) ?? 'draft';
    const query = { limit, status, ...(localized ? { locale: '*' } : {}) };
    const entries = await findReadable(strapi, { uid, ability }, query);
    found.push(...entries.map((entry) => ({ uid, entry, event })));
  }
  const timeOf = ({ entry }: Recent): number => new Date(entry.updatedAt ?? 0).getTime();
  return found.sort((a, b) => timeOf(b) - timeOf(a)).slice(0, limit);
}

async function trialOf(
  strapi: Core.Strapi,
  webhook: WebhookInForce,
  { uid, entry, event }: Recent,
): Promise<Trial> {
  const { id: rowId, documentId, locale } = entry;
  const trial = await tryOut(strapi, webhook, { uid, rowId, documentId, locale, event });
  if (!trial) throw new errors.NotFoundError('The entry was deleted just now');
  return trial;
}

/** As far as its URL tells whether it may be called: nothing is looked up for a preview. */
async function requestOf(
  trial: Trial,
  { problemOfUrl }: AddressRules,
): Promise<{ request: HttpRequest; error: null } | { request: null; error: string }> {
  try {
    const request = await trial.request();
    const error = problemOfUrl(new URL(request.url));
    return error === null ? { request, error } : { request: null, error };
  } catch (error) {
    return { request: null, error: messageOf(error) };
  }
}

function labelOf({ title, name }: FoundEntry): string | null {
  const label = [title, name].find((it) => typeof it === 'string' && it !== '');
  return (label as string | undefined) ?? null;
}
