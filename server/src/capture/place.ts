import { createScoped } from '../scoped';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import type { DocumentMark, Holder } from './document-mark';
import type { Row } from './project';
import type { SourceRows } from './snapshot';

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
  uid: string;
  /** Those that want the updates. */
  webhooks: readonly WebhookInForce[];
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
  /** Those that want what it writes, as they were when it began. */
  webhooks: readonly WebhookInForce[];
  /** Whether its rows get documents of their own. */
  newDocuments: boolean;
  /** Where i18n called. */
  copying: Copying | null;
  /** Captures the rows, once they are written and as long as no hook has. */
  owed: (() => Promise<void>) | null;
  /** Null where an action's own event speaks for it, or it has none. */
  holder: Holder | null;
}

const places = createScoped<Place>();

/** Calls with the document marked, as far as the calls reach that it awaits. */
export async function withMark<T>(mark: DocumentMark, call: () => Promise<T>): Promise<T> {
  try {
    return await places.run({ mark, row: null, outer: placeInUse(), copying: null }, call);
  } finally {
    mark.ended = true;
  }
}

export function withRowWrite<T>(
  row: Omit<RowWrite, 'direct' | 'copying' | 'owed'>,
  call: () => Promise<T>,
): Promise<T> {
  const mark = markInForce();
  const caller = places.get();
  const direct = mark !== null && caller?.row === null;
  const own = { ...row, direct, copying: copyingOf(row.uid), owed: null };
  return places.run({ mark, row: own, outer: placeInUse(), copying: null }, call);
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

/** Where i18n itself calls next, for a row of that type. */
export function copyingOf(uid: string): Copying | null {
  const copying = places.get()?.copying;
  return copying?.uid === uid ? copying : null;
}

export function rowWrite(): RowWrite | null {
  return places.get()?.row ?? null;
}

/** The mark over the present call, unless its action has ended. */
export function markInForce(): DocumentMark | null {
  const mark = places.get()?.mark;
  return mark && !mark.ended ? mark : null;
}
