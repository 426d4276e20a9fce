import type { Core } from '@strapi/strapi';

import type { Backtest, BacktestEntry } from '../../contracts/preview';
import { redactIn } from '../../expressions/redaction/redact';
import type { BacktestBody } from '../../validation/requests/preview-body';
import { readAccessOf, readableWhere, type Ability } from '../access/ability';
import { compileDraft } from './compiled-draft';
import { redactorFor, shownRequest, dryRunEntry } from './dry-run-entry';
import { containerOf } from '../../container';
import { recentEntries, type Recent } from './recent-entries';
import { evaluateFor, type Requester } from '../access/requester';
import type { DryRunWebhook } from './dry-run-event';

/** Runs a draft over the entries that changed last. */
export async function dryRunEntries(
  strapi: Core.Strapi,
  { webhook: draft, limit }: BacktestBody,
  requester: Requester,
): Promise<Backtest> {
  const { ability, signal } = requester;
  const webhook = await compileDraft(strapi, draft, requester);
  const found = await recentEntries(strapi, webhook, { ability, limit });
  const evaluate = evaluateFor(containerOf(strapi), requester, {
    name: 'dryRunBudgetMs',
    webhook,
  });
  const entries: BacktestEntry[] = [];
  for (const one of found) {
    if (signal.aborted) break;
    const label = labelOf(strapi, ability, one);
    entries.push({ ...(await verdictOf(strapi, { webhook, evaluate }, one)), label });
  }
  const matched = entries.filter(({ matches }) => matches).length;
  return { checked: entries.length, matched, entries };
}

async function verdictOf(
  strapi: Core.Strapi,
  tried: DryRunWebhook,
  one: Recent,
): Promise<Omit<BacktestEntry, 'label'>> {
  const { uid, entry, event } = one;
  const trial = await dryRunEntry(strapi, tried, one);
  const { error } = trial.mismatch ? { error: null } : await shownRequest(strapi, trial);
  return {
    uid,
    documentId: entry.documentId,
    locale: entry.locale ?? null,
    event,
    updatedAt: entry.updatedAt === null ? null : new Date(entry.updatedAt).toISOString(),
    matches: trial.mismatch === null,
    reason: redactIn(redactorFor(tried.webhook), trial.mismatch?.reason ?? error),
  };
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
