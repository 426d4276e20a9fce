import type { Core, UID } from '@strapi/strapi';

import type { Preview, PreviewWarning } from '../../contracts/preview';
import { errorMessage } from '../../expressions/expression-error';
import type { TextTemplate } from '../../expressions/templates/interpolate';
import type {
  BacktestBody,
  CustomPreviewBody,
  DocumentPreviewBody,
} from '../../validation/requests/preview-body';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { Ability } from '../access/ability';
import { dryRunEntries } from './dry-run';
import { compileDraft } from './compiled-draft';
import { redactorFor, shownRequest, dryRunEntry } from './dry-run-entry';
import { containerOf } from '../../container';
import { redactPreview } from '../log/redact-shown';
import { createAdmission, evaluateFor, type Requester } from '../access/requester';
import { readRightsService } from '../access/read-rights';
import { readScopeOf } from '../access/read-scope';
import { checkTarget, findEntry } from './preview-target';
import { dryRunCustomEvent, type DryRun, type DryRunWebhook } from './dry-run-event';

type PreviewBody = DocumentPreviewBody | CustomPreviewBody;

/** Runs draft webhooks against existing entries or sample data. Nothing is sent or stored. */
export function previewService({ strapi }: { strapi: Core.Strapi }) {
  const admit = createAdmission({ name: 'previews', code: 'DW_TOO_MANY_PREVIEWS' });

  return {
    preview: (body: PreviewBody, requester: Requester): Promise<Preview> =>
      admit(requester, () => preview(strapi, body, requester)),

    backtest: (body: BacktestBody, requester: Requester) =>
      admit(requester, () => dryRunEntries(strapi, body, requester)),
  };
}

function warningsOf({ filter, templates }: CompiledWebhook): PreviewWarning[] {
  const { condition } = filter;
  const { body, url, headers } = templates;
  const of = (path: PreviewWarning['path'], warned: Warned | null, prefix = '') =>
    (warned?.warnings() ?? []).map((message) => ({ path, message: `${prefix}${message}` }));
  return [
    ...of('condition', condition),
    ...of('template', body),
    ...of('url', url),
    ...(headers ?? []).flatMap(({ key, value }) => of('headers', value, `${key}: `)),
  ];
}

type Warned = Pick<TextTemplate, 'warnings'>;

/** A disabled webhook captures nothing, even if its filter matches. */
function verdictOf(
  { state }: CompiledWebhook,
  { mismatch }: DryRun,
): Pick<Preview, 'matches' | 'reason'> {
  if (state === 'disabled') return { matches: false, reason: 'The webhook is disabled' };
  return { matches: mismatch === null, reason: mismatch?.reason ?? null };
}

async function preview(
  strapi: Core.Strapi,
  body: PreviewBody,
  requester: Requester,
): Promise<Preview> {
  const webhook = await compileDraft(strapi, body.webhook, requester);
  checkTarget(webhook, body);
  readRightsService({ strapi }).mustUseEnvironment(requester.ability, webhook, ['webhook']);
  const evaluate = evaluateFor(containerOf(strapi), requester, {
    name: 'renderBudgetMs',
    webhook,
  });
  const tried = { webhook, evaluate };
  const dryRun =
    body.kind === 'custom'
      ? await dryRunCustom(strapi, tried, body)
      : await dryRunDocument(strapi, tried, { body, ability: requester.ability });
  return redactPreview(redactorFor(webhook), {
    ...verdictOf(webhook, dryRun),
    condition: webhook.filter.condition ? await conditionOf(dryRun) : null,
    ...(await shownRequest(strapi, dryRun)),
    fields: dryRun.fields(),
    warnings: warningsOf(webhook),
  });
}

async function conditionOf(dryRun: DryRun): Promise<NonNullable<Preview['condition']>> {
  try {
    return { value: (await dryRun.condition()) ?? null, error: null };
  } catch (error) {
    return { value: null, error: errorMessage(error) };
  }
}

function dryRunCustom(
  strapi: Core.Strapi,
  tried: DryRunWebhook,
  { event, uid = null, documentId = null, locale = null, data }: CustomPreviewBody,
): Promise<DryRun> {
  const given = { event, uid, documentId, locale, data: JSON.stringify(data) };
  return dryRunCustomEvent(strapi, tried, given);
}

async function dryRunDocument(
  strapi: Core.Strapi,
  tried: DryRunWebhook,
  { body, ability }: { body: DocumentPreviewBody; ability: Ability },
): Promise<DryRun> {
  const uid = body.uid as UID.ContentType;
  const entry = await findEntry(strapi, readScopeOf(strapi, tried.webhook, { uid, ability }), body);
  return dryRunEntry(strapi, tried, { uid, entry, event: body.event });
}
