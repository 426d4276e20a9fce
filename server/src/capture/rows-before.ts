import type { Core } from '@strapi/strapi';

import type { WatchedType } from '../schema/watched-type';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import type { WriteAction } from './document-action';
import type { DocumentChange, RowBefore } from './events-of';
import type { Entries } from './entries';
import type { Reading, Readings } from './reading';
import type { SourceRow, SourceRows } from './snapshot';

/** What must be read before a write, for after it there is nothing left to read. */
export interface Before {
  rows: RowBefore[];
  sources: SourceRows;
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
  webhooks: readonly WebhookInForce[];
}

export interface BeforeParts {
  strapi: Core.Strapi;
  entries: Entries;
}

const NOTHING: Before = { rows: [], sources: new Map() };

export async function readBefore(
  { strapi, entries }: BeforeParts,
  call: WriteCall,
): Promise<Before> {
  const { type, webhooks } = call;
  const reading = readingOf(call, entries.readingsOf(type, webhooks));
  // Only where a type is localized can an update create.
  const updates = call.action === 'update' && type.localized;
  if (!reading && !updates) return NOTHING;
  // The rows of all locales: they tell whether an update created one.
  const rows = await rowsOf(strapi, type, { documentId: call.params.documentId });
  return {
    rows,
    sources: reading ? await entries.read(type, reading, whereOf(call)) : NOTHING.sources,
  };
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

async function rowsOf(
  strapi: Core.Strapi,
  { uid }: WatchedType,
  where: object,
): Promise<RowBefore[]> {
  const rows: unknown = await strapi.db
    .query(uid)
    .findMany({ select: ['id', 'locale', 'publishedAt'], where });
  return rows as RowBefore[];
}
