import type { Core } from '@strapi/strapi';

import type { WatchedType } from '../schema/watched-type';
import type { Subscriptions } from '../webhooks/subscriptions';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { eventsByAction, replaces, type WriteAction } from './document-action';
import { withoutSuccessor, type DocumentChange, type RowBefore } from './events-of';
import type { Entries } from './entries';
import type { Reading, Readings } from './reading';
import type { SourceRow, SourceRows } from './snapshot';

/** What must be read before a write, for after it there is nothing left to read. */
export interface Before {
  /** Of all locales and versions, for the actions that need them. */
  rows: RowBefore[];
  sources: SourceRows;
  /** Rows that are about to go and that nothing takes the place of. */
  losing: RowBefore[];
}

export interface WriteCall {
  type: WatchedType;
  action: WriteAction;
  params: {
    documentId?: string;
    status?: string;
    locale?: unknown;
    data?: { documentId?: string };
  };
  /** As they are when the write begins. */
  subscriptions: Subscriptions;
  /** Whether rows stay where the action fails: its caller may let that pass and commit. */
  isNested: boolean;
}

export interface BeforeParts {
  strapi: Core.Strapi;
  entries: Entries;
}

const NOTHING: Before = { rows: [], sources: new Map(), losing: [] };

export async function readBefore(
  { strapi, entries }: BeforeParts,
  call: WriteCall,
): Promise<Before> {
  const { type, action, params } = call;
  const reading = readingOf(call, entries.readingsOf(type, wantingAny(call)));
  if (!reading && !asksForRows(call)) return NOTHING;
  const rows = await rowsOf(strapi, type, params.documentId);
  const sources: SourceRows = new Map(
    reading && (await entries.read(type, reading, whereOf(call))),
  );
  const losing = wantingLoss(call).length > 0 ? withoutSuccessor(action, rows) : [];
  if (losing.length > 0) {
    const { last } = entries.readingsOf(type, wantingLoss(call));
    const where = { id: { $in: losing.map(({ id }) => id) } };
    for (const [id, source] of await entries.read(type, last, where)) sources.set(id, source);
  }
  return { rows, sources, losing };
}

/** Whether a webhook wants something of what the action does itself. */
export function isWanted(call: WriteCall): boolean {
  return wantingAny(call).length > 0 || (replaces(call.action) && wantingLoss(call).length > 0);
}

function wantingAny({ type, action, subscriptions }: WriteCall): readonly WebhookInForce[] {
  return subscriptions.wantingAny(type.uid, eventsByAction(action));
}

/** Publishing and discarding may come to nothing but a delete. */
function wantingLoss({ type, subscriptions }: WriteCall): readonly WebhookInForce[] {
  return subscriptions.wanting(type.uid, 'entry.delete');
}

/** An update creates a locale, or a draft, that is not there. */
function asksForRows(call: WriteCall): boolean {
  const { type, action, isNested } = call;
  if (action === 'update') return type.localized || type.draftAndPublish;
  return replaces(action) && (isNested || wantingLoss(call).length > 0);
}

/** The row of the same locale and status, as it was. */
export function rowBefore({ rows, sources }: Before, change: DocumentChange): SourceRow | null {
  const row = rows.find(
    ({ locale, publishedAt }) =>
      locale === change.locale &&
      (change.status === null || (publishedAt === null) === (change.status === 'draft')),
  );
  return (row && sources.get(row.id)) ?? null;
}

function readingOf({ action }: WriteCall, { before, last }: Readings): Reading | null {
  switch (action) {
    case 'delete':
    case 'unpublish':
      return last;
    case 'create':
    case 'clone':
      return null;
    case 'update':
    case 'publish':
    case 'discardDraft':
      return before;
  }
}

/** No more than what the action writes, where the call says so. */
function whereOf({ type, action, params: { documentId, locale, status } }: WriteCall): object {
  const oneLocale = type.localized && typeof locale === 'string' && locale !== '*';
  const draftOnly = action === 'discardDraft' || (action === 'update' && status !== 'published');
  const publishedOnly = action === 'publish' || action === 'unpublish';
  return {
    documentId,
    ...(oneLocale ? { locale } : {}),
    ...(type.draftAndPublish && draftOnly ? { publishedAt: { $null: true } } : {}),
    ...(type.draftAndPublish && publishedOnly ? { publishedAt: { $notNull: true } } : {}),
  };
}

/** Of all locales and versions. */
export async function rowsOf(
  strapi: Core.Strapi,
  { uid, localized }: WatchedType,
  documentId: string | undefined,
): Promise<RowBefore[]> {
  const found: unknown = await strapi.db
    .query(uid)
    .findMany({ select: ['id', 'locale', 'publishedAt'], where: { documentId } });
  const rows = found as RowBefore[];
  // A type without locales may have been given one all the same.
  return localized ? rows : rows.map((row) => ({ ...row, locale: null }));
}
