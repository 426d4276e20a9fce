import type { DocumentEvent } from '../contracts/webhook-choices';
import { replaces, type WriteAction } from './document-action';
import type { Row } from './project';

export type DocumentStatus = 'draft' | 'published' | null;

/** What a write did to one document in one locale. */
export interface DocumentChange {
  event: DocumentEvent;
  documentId: string;
  locale: string | null;
  status: DocumentStatus;
  /** The row of that status as the action returned it, where it did. */
  entry: Row | null;
}

/** A row as it was before a delete, an unpublish or an update. */
export interface RowBefore {
  id: number;
  locale: string | null;
  publishedAt: unknown;
}

export interface WriteOutcome {
  action: WriteAction;
  params: { documentId?: string; status?: string };
  /** What the action returned: an entry, null, or `{ documentId, entries }`. */
  result: unknown;
  draftAndPublish: boolean;
  /** Locale of a row, also of one that the action returned without it. */
  localeOf: (entry: Row) => string | null;
  /** Rows of the document before the write: of all locales, for the actions that need them. */
  before: RowBefore[];
  /** Of these, versions that went and that no other took the place of. */
  lost: RowBefore[];
}

/** One logical event per document and locale. Order: as they happened. */
export function eventsOf(outcome: WriteOutcome): DocumentChange[] {
  switch (outcome.action) {
    case 'create':
      return written(outcome, 'entry.create');
    case 'update':
      return written(outcome, 'entry.update');
    case 'clone':
      return each(outcome, 'entry.create', outcome.draftAndPublish ? 'draft' : null);
    case 'publish':
      return [...each(outcome, 'entry.publish', 'published'), ...lostIn(outcome, 'published')];
    case 'unpublish':
      return each(outcome, 'entry.unpublish', 'published');
    case 'discardDraft':
      return [...each(outcome, 'entry.draft-discard', 'draft'), ...lostIn(outcome, 'draft')];
    case 'delete':
      return deleted(outcome);
  }
}

/** Versions that publishing or discarding takes away without another to take their place. */
export function withoutSuccessor(action: WriteAction, rows: RowBefore[]): RowBefore[] {
  if (!replaces(action)) return [];
  const isReplaced = ({ publishedAt }: RowBefore) =>
    (publishedAt !== null) === (action === 'publish');
  const sources = new Set(rows.filter((row) => !isReplaced(row)).map(({ locale }) => locale));
  return rows.filter((row) => isReplaced(row) && !sources.has(row.locale));
}

function lostIn(outcome: WriteOutcome, status: DocumentStatus): DocumentChange[] {
  const documentId = outcome.params.documentId ?? '';
  return outcome.lost.map(({ id, locale }) => {
    const entry = { id, locale };
    return { event: 'entry.delete', documentId, locale: outcome.localeOf(entry), status, entry };
  });
}

/** With `status: 'published'` one action is two events, and returns the published row. */
function written(outcome: WriteOutcome, event: 'entry.create' | 'entry.update'): DocumentChange[] {
  const entry = outcome.result as Row | null;
  if (!entry) return [];
  const { draftAndPublish, before, params } = outcome;
  const locale = outcome.localeOf(entry);
  const documentId = documentIdOf(entry, params);
  const published = draftAndPublish && params.status === 'published';
  const created = event === 'entry.update' && isNewLocale(outcome, locale) && before.length > 0;

  const first: DocumentChange = {
    event: created ? 'entry.create' : event,
    documentId,
    locale,
    status: draftAndPublish ? 'draft' : null,
    entry: published ? null : entry,
  };
  if (!published) return [first];
  return [first, { event: 'entry.publish', documentId, locale, status: 'published', entry }];
}

function isNewLocale({ before, draftAndPublish }: WriteOutcome, locale: string | null): boolean {
  return !before.some(
    (row) => row.locale === locale && (!draftAndPublish || row.publishedAt === null),
  );
}

function each(outcome: WriteOutcome, event: DocumentEvent, status: DocumentStatus) {
  return entriesOf(outcome.result).map((entry) => ({
    event,
    documentId: documentIdOf(entry, outcome.params, outcome.result),
    locale: outcome.localeOf(entry),
    status,
    entry,
  }));
}

/** `delete` returns an entry a row; a published row speaks for its draft. */
function deleted(outcome: WriteOutcome): DocumentChange[] {
  const byLocale = new Map<string | null, DocumentChange>();
  for (const change of each(outcome, 'entry.delete', null)) {
    const row = outcome.before.find(({ id }) => id === change.entry['id']);
    const published = outcome.draftAndPublish && row !== undefined && row.publishedAt !== null;
    if (published || !byLocale.has(change.locale)) {
      const status = outcome.draftAndPublish ? (published ? 'published' : 'draft') : null;
      byLocale.set(change.locale, { ...change, status });
    }
  }
  return [...byLocale.values()];
}

function entriesOf(result: unknown): Row[] {
  const { entries } = (result ?? {}) as { entries?: (Row | null)[] };
  return (entries ?? []).filter((entry) => entry !== null);
}

function documentIdOf(entry: Row, params: { documentId?: string }, result?: unknown): string {
  const { documentId } = (result ?? {}) as { documentId?: string };
  return (entry['documentId'] as string | undefined) ?? documentId ?? params.documentId ?? '';
}
