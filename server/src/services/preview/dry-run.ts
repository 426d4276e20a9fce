import type { Core } from '@strapi/strapi';

import type { Backtest, DryRunEntry } from '../../contracts/preview';
import { redactIn } from '../../expressions/redaction/redact';
import type { BacktestBody } from '../../validation/requests/preview-body';
import { readAccessOf, readableWhere, type Ability } from '../access/ability';
import { compileDraft } from './compiled-draft';
import { redactorFor, shownRequest, dryRunEntry } from './dry-run-entry';
import { containerOf } from '../../container';
import { recentEntries, type Recent } from './recent-entries';
import { evaluateFor, type Requester } from '../access/requester';
import type { DryRunWebhook } from './dry-run-event';

/** Runs a draft against the most recently changed entries. */
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
  const entries: DryRunEntry[] = [];
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
): Promise<Omit<DryRunEntry, 'label'>> {
  const { uid, entry, event } = one;
  const dryRun = await dryRunEntry(strapi, tried, one);
  const { error } = dryRun.mismatch ? { error: null } : await shownRequest(strapi, dryRun);
  return {
    uid,
    documentId: entry.documentId,
    locale: entry.locale ?? null,
    event,
    updatedAt: entry.updatedAt === null ? null : new Date(entry.updatedAt).toISOString(),
    matches: dryRun.mismatch === null,
    reason: redactIn(redactorFor(tried.webhook), dryRun.mismatch?.reason ?? error),
  };
}

/**
 * The title of an entry if the user can read that field of every entry; otherwise it could reveal a
 * filtered one.
 */
function labelOf(strapi: Core.Strapi, ability: Ability, { uid, entry }: Recent): string | null {
  const { field } = readAccessOf(ability);
  const isOpen = (name: string) =>
    field(uid, name) && readableWhere(strapi, ability, { uid, fields: [name] }) === null;
  const labels = ['title', 'name'].filter(isOpen).map((name) => entry[name]);
  const label = labels.find((it) => typeof it === 'string' && it !== '');
  return (label as string | undefined) ?? null;
}
