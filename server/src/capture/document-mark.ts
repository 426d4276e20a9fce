import { createScoped } from '../scoped';
import type { Captured } from './ledger-entry';
import type { Row } from './project';
import type { SourceRows } from './snapshot';
import { createWrittenEntries, type WrittenEntries } from './written-entries';

/** A write whose own event is captured once it is done. */
export interface Holder {
  uid: string;
  writes(documentId: unknown): boolean;
  /** Whether the row is being written: what is captured of its documents from now on comes after it. */
  begun: boolean;
  /** What was captured of its documents meanwhile; null where it is not kept back, or no longer. */
  held: Captured[] | null;
}

/** The document that an action of the Document Service is writing. */
export interface DocumentMark extends Holder {
  /** Undefined until the action gives a new document its id. */
  documentId: string | undefined;
  /** Of the rows that the action wrote so far, where they have one. */
  locales: Set<unknown>;
  /** Whether the action has written a row. */
  wrote: boolean;
  /** Whether something else may have written to the document too: then what the action returns may be old. */
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
  outer: Place | undefined;
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
  uid: string;
  /** Whether the Document Service called, and not a hook. */
  direct: boolean;
  /** Whether its rows get documents of their own. */
  newDocuments: boolean;
  /** Where i18n called. */
  copying: Copying | null;
  /** Null where an action's own event speaks for it, or it has none. */
  holder: Holder | null;
}

export interface RowIdentity {
  uid: string;
  documentId: unknown;
  locale?: unknown;
}

const places = createScoped<Place>();

export function createMark(uid: string, documentId: string | undefined): DocumentMark {
  const mark: DocumentMark = {
    uid,
    documentId,
    writes: (id) => mark.documentId === id,
    begun: false,
    held: null,
    locales: new Set(),
    wrote: false,
    rewritten: false,
    written: createWrittenEntries(),
    ended: false,
  };
  return mark;
}

export function createHolder(uid: string, documentIds: ReadonlySet<unknown>): Holder {
  return { uid, writes: (id) => documentIds.has(id), begun: false, held: [] };
}

/** Calls with the document marked, as far as the calls reach that it awaits. */
export async function withMark<T>(mark: DocumentMark, call: () => Promise<T>): Promise<T> {
  try {
    return await places.run({ mark, row: null, outer: placeInUse(), copying: null }, call);
  } finally {
    mark.ended = true;
  }
}

export function withRowWrite<T>(
  row: Omit<RowWrite, 'direct' | 'copying'>,
  call: () => Promise<T>,
): Promise<T> {
  const mark = markInForce();
  const caller = places.get();
  const direct = mark !== null && caller?.row === null;
  const copying = caller?.copying ?? null;
  const place = { mark, row: { ...row, direct, copying }, outer: placeInUse(), copying: null };
  return places.run(place, call);
}

export function withCopying<T>(copying: Copying, call: () => Promise<T>): Promise<T> {
  const place = { mark: markInForce(), row: rowWrite(), outer: placeInUse(), copying };
  return places.run(place, call);
}

/** A hook may set a later write going, which sets the next one going: what is over is kept by none of them. */
function placeInUse(): Place | undefined {
  const innermost = firstInUse(places.get());
  for (let place = innermost; place; place = place.outer) place.outer = firstInUse(place.outer);
  return innermost;
}

function firstInUse(from: Place | undefined): Place | undefined {
  let place = from;
  while (place && isOver(place)) place = place.outer;
  return place;
}

function isOver({ mark, row }: Place): boolean {
  return (mark === null || mark.ended) && !row?.holder?.held;
}

/** The innermost first. */
export function* marksInForce(): Generator<DocumentMark> {
  const known = new Set<DocumentMark>();
  for (let place = places.get(); place; place = place.outer) {
    const { mark } = place;
    if (mark && !mark.ended && !known.has(mark)) yield mark;
    if (mark) known.add(mark);
  }
}

/** Whose event is still to come, of all that the present call is nested in: the innermost first. */
export function* holders(): Generator<Holder> {
  for (let place = places.get(); place; place = place.outer) {
    if (place.row?.holder) yield place.row.holder;
    if (place.mark && !place.mark.ended) yield place.mark;
  }
}

export function rowWrite(): RowWrite | null {
  return places.get()?.row ?? null;
}

/** The mark over the present call, unless its action has ended. */
export function markInForce(): DocumentMark | null {
  const mark = places.get()?.mark;
  return mark && !mark.ended ? mark : null;
}

/**
 * Whether what is called next is called by an action of this type, which keeps back and captures by itself:
 * not so what a middleware further in creates.
 */
export function isCapturedByAction(uid: string, created: string | undefined): boolean {
  const mark = markInForce();
  if (mark?.uid !== uid || mark.held === null || places.get()?.row !== null) return false;
  return !created || !mark.documentId || created === mark.documentId;
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
