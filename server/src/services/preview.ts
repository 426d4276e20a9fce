import type { Core, UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';

import type { Backtest, BacktestEntry, Preview } from '../contracts/preview';
import { messageOf } from '../expressions/expression-error';
import { redactIn } from '../expressions/redact';
import { createAddressRules, type AddressRules } from '../network/address-rules';
import { shownOf } from '../relay/shown-request';
import { redactPreview } from './redact-shown';
import { watchedType } from '../schema/watched-type';
import { validationError } from '../validation/parse-with';
import type {
  BacktestBody,
  CustomPreviewBody,
  DocumentPreviewBody,
} from '../validation/preview-body';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { draftInForce } from './draft-in-force';
import { pipelineOf } from './pipeline';
import { readAccessOf, readableWhere, type Ability } from './access';
import { findReadable, type FoundEntry, type Sight } from './readable-entries';
import { recentEntries, type Recent } from './recent-entries';
import { sightOf } from './sight';
import { statusOf, tryOut, tryOutCustom, type Trial } from './trial';

type PreviewBody = DocumentPreviewBody | CustomPreviewBody;

/** Runs drafts of webhooks against real entries, or data as it would be emitted; nothing is sent or stored. */
export function previewService({ strapi }: { strapi: Core.Strapi }) {
  const rules = () => createAddressRules(pipelineOf(strapi).config.network);
  const redactor = ({ masks }: WebhookInForce): ((text: string) => string) => {
    const { redact } = pipelineOf(strapi);
    return (text) => redact(text, { masks });
  };

  return {
    async preview(body: PreviewBody, ability: Ability): Promise<Preview> {
      const webhook = draftInForce(strapi, body.webhook);
      checkTarget(webhook, body);
      const trial =
        body.kind === 'custom'
          ? await customTrial(strapi, webhook, body)
          : await documentTrial(strapi, webhook, { body, ability });
      const rendered = await requestOf(trial, rules());
      return redactPreview(redactor(webhook), {
        matches: trial.mismatch === null,
        reason: trial.mismatch?.reason ?? null,
        condition: webhook.filter.condition ? await conditionOf(trial) : null,
        ...rendered,
        fields: trial.fields(),
      });
    },

    async backtest({ webhook: draft, limit }: BacktestBody, ability: Ability): Promise<Backtest> {
      const webhook = draftInForce(strapi, draft);
      const found = await recentEntries(strapi, webhook, { ability, limit });
      const entries: BacktestEntry[] = [];
      for (const one of found) {
        const label = labelOf(strapi, ability, one);
        entries.push({ ...(await backtestOf(webhook, one)), label });
      }
      const matched = entries.filter(({ matches }) => matches).length;
      return { checked: entries.length, matched, entries };
    },
  };

  async function conditionOf(trial: Trial): Promise<NonNullable<Preview['condition']>> {
    try {
      return { value: (await trial.condition()) ?? null, error: null };
    } catch (error) {
      return { value: null, error: messageOf(error) };
    }
  }

  async function backtestOf(
    webhook: WebhookInForce,
    one: Recent,
  ): Promise<Omit<BacktestEntry, 'label'>> {
    const { uid, entry, event } = one;
    const trial = await trialOf(strapi, webhook, one);
    const { error } = trial.mismatch ? { error: null } : await requestOf(trial, rules());
    return {
      uid,
      documentId: entry.documentId,
      locale: entry.locale ?? null,
      event,
      updatedAt: entry.updatedAt === null ? null : new Date(entry.updatedAt).toISOString(),
      matches: trial.mismatch === null,
      reason: redactIn(redactor(webhook), trial.mismatch?.reason ?? error),
    };
  }
}

function checkTarget({ contentTypes, events }: WebhookInForce, { uid, event }: PreviewBody): void {
  if (uid && !contentTypes.includes(uid)) {
    throw validationError([{ path: ['uid'], message: 'The webhook does not watch this type' }]);
  }
  if (!events.some((it) => it === event)) {
    throw validationError([{ path: ['event'], message: 'The webhook does not want this event' }]);
  }
}

function customTrial(
  strapi: Core.Strapi,
  webhook: WebhookInForce,
  { event, uid = null, documentId = null, locale = null, data }: CustomPreviewBody,
): Promise<Trial> {
  const given = { event, uid, documentId, locale, data: JSON.stringify(data) };
  return tryOutCustom(strapi, webhook, given);
}

async function documentTrial(
  strapi: Core.Strapi,
  webhook: WebhookInForce,
  { body, ability }: { body: DocumentPreviewBody; ability: Ability },
): Promise<Trial> {
  const uid = body.uid as UID.ContentType;
  const entry = await entryOf(strapi, sightOf(strapi, webhook, { uid, ability }), body);
  return trialOf(strapi, webhook, { uid, entry, event: body.event });
}

interface Wanted {
  documentId: string;
  locale?: string | null | undefined;
  event: string;
}

/** The version that the event tells of; the draft, where nothing is published yet. */
async function entryOf(
  strapi: Core.Strapi,
  sight: Sight,
  { documentId, locale, event }: Wanted,
): Promise<FoundEntry> {
  const { draftAndPublish } = watchedType(strapi, sight.uid);
  const status = statusOf(draftAndPublish, event, true) ?? 'draft';
  const query = { filters: { documentId }, limit: 1, ...(locale ? { locale } : {}) };
  const [found] = await findReadable(strapi, sight, { ...query, status });
  const [entry] = found
    ? [found]
    : await findReadable(strapi, sight, { ...query, status: 'draft' });
  if (!entry) throw new errors.NotFoundError('There is no such entry, or you may not read it');
  return entry;
}

async function trialOf(
  strapi: Core.Strapi,
  webhook: WebhookInForce,
  { uid, entry, event }: Recent,
): Promise<Trial> {
  const { id: rowId, documentId, locale } = entry;
  const published = entry['publishedAt'] !== null;
  const supposed = { uid, rowId, documentId, locale, event, published };
  const trial = await tryOut(strapi, webhook, supposed);
  if (!trial) throw new errors.NotFoundError('The entry was deleted just now');
  return trial;
}

/** As far as its URL tells whether it may be called: nothing is looked up for a preview. */
async function requestOf(
  trial: Trial,
  { problemOfUrl }: AddressRules,
): Promise<Pick<Preview, 'request' | 'error'>> {
  try {
    const request = await trial.request();
    const error = problemOfUrl(new URL(request.url));
    const shown = { ...shownOf(request), body: request.body };
    return error === null ? { request: shown, error } : { request: null, error };
  } catch (error) {
    return { request: null, error: messageOf(error) };
  }
}

/** Of an entry whose name its reader may see whatever entry it is: nothing was filtered by that field. */
function labelOf(strapi: Core.Strapi, ability: Ability, { uid, entry }: Recent): string | null {
  const { field } = readAccessOf(ability);
  const isOpen = (name: string) =>
    field(uid, name) && readableWhere(strapi, ability, { uid, fields: [name] }) === null;
  const labels = ['title', 'name'].filter(isOpen).map((name) => entry[name]);
  const label = labels.find((it) => typeof it === 'string' && it !== '');
  return (label as string | undefined) ?? null;
}
