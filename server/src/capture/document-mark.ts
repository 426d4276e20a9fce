import { AsyncLocalStorage } from 'node:async_hooks';

import type { Row } from './project';
import type { SourceRows } from './snapshot';
import { createWrittenEntries, type WrittenEntries } from './written-entries';

/** The document that an action of the Document Service is writing. */
export interface DocumentMark {
  uid: string;
  /** Undefined until the action gives a new document its id. */
  documentId: string | undefined;
  /** Of the rows that the action wrote so far, where they have one. */
  locales: Set<unknown>;
  /** Whether a hook wrote to the document too, so that what the action returns may be old. */
  rewritten: boolean;
  written: WrittenEntries;
  /** What an action sets going may outlive it. */
  ended: boolean;
}

/** Where in the nest of calls a query stands. */
interface Place {
  mark: DocumentMark | null;
  /** Null where no row is being written: there the Document Service itself calls. */
  row: RowWrite | null;
  /** Null but where i18n itself calls. */
  copying: Copying | null;
}

/** i18n copying fields into the rows of other locales. */
export interface Copying {
  /** What these rows held before, by their ids. */
  rows: Map<number, Row>;
  /** The same as webhooks see it, where one looks back. */
  sources: SourceRows | undefined;
}

/** A call of `strapi.db.query` that writes. What is called from inside it, a hook calls. */
export interface RowWrite {
  /** Whether the Document Service called, and not a hook. */
  direct: boolean;
  /** Whether its rows get documents of their own. */
  newDocuments: boolean;
  /** Where i18n called. */
  copying: Copying | null;
}

export interface RowIdentity {
  uid: string;
  documentId: unknown;
  locale?: unknown;
}

const places = new AsyncLocalStorage<Place>();

/** An action inside of another, of a hook's, may write the document of the outer one. */
export function noteRewrite(uid: string, documentId: string | undefined): void {
  const mark = markInForce();
  if (mark?.uid === uid && mark.documentId === documentId) mark.rewritten = true;
}

export function createMark(uid: string, documentId: string | undefined): DocumentMark {
  const written = createWrittenEntries();
  return { uid, documentId, locales: new Set(), rewritten: false, written, ended: false };
}

/** Calls with the document marked, as far as the calls reach that it awaits. */
export async function withMark<T>(mark: DocumentMark, call: () => Promise<T>): Promise<T> {
  try {
    return await places.run({ mark, row: null, copying: null }, call);
  } finally {
    mark.ended = true;
  }
}

export function withRowWrite<T>(newDocuments: boolean, call: () => Promise<T>): Promise<T> {
  const mark = markInForce();
  const place = places.getStore();
  const direct = mark !== null && place?.row === null;
  const row = { direct, newDocuments, copying: place?.copying ?? null };
  return places.run({ mark, row, copying: null }, call);
}

export function withCopying<T>(copying: Copying, call: () => Promise<T>): Promise<T> {
  return places.run({ mark: markInForce(), row: rowWrite(), copying }, call);
}

export function rowWrite(): RowWrite | null {
  return places.getStore()?.row ?? null;
}

/** The mark over the present call, unless its action has ended. */
export function markInForce(): DocumentMark | null {
  const mark = places.getStore()?.mark;
  return mark && !mark.ended ? mark : null;
}

/** Whether the action called for this write itself: then its own event speaks for the row. */
export function isOfAction({ uid, documentId }: RowIdentity): boolean {
  const mark = markInForce();
  return mark?.uid === uid && mark.documentId === documentId && rowWrite()?.direct === true;
}

/** Whether the row is of the marked document, in a locale that the action writes. */
export function isOfMarkedDocument(row: RowIdentity): boolean {
  const mark = markInForce();
  if (mark?.uid !== row.uid || mark.documentId !== row.documentId) return false;
  return mark.locales.size === 0 || !row.locale || mark.locales.has(row.locale);
}
