import type { Captured } from './ledger-entry';
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

/** Whether an action's own events tell of its document's draft or of what is published. */
export type TellsOf = (row: { publishedAt: unknown }) => boolean;

/** The document that an action of the Document Service is writing. */
export interface DocumentMark extends Holder {
  /** Undefined until the action gives a new document its id. */
  documentId: string | undefined;
  /** Of the rows that the action wrote so far, where they have one. */
  locales: Set<unknown>;
  /** Of its rows, those that its own events tell of. */
  tells: TellsOf;
  /** Whether the action has begun to write a row. */
  wrote: boolean;
  /** Whether a row has been written. */
  done: boolean;
  /** Whether something else may have written to the document too: then what the action returns may be old. */
  rewritten: boolean;
  written: WrittenEntries;
  /** What an action sets going may outlive it. */
  ended: boolean;
}

export function createMark(
  uid: string,
  documentId: string | undefined,
  tells: TellsOf,
): DocumentMark {
  const mark: DocumentMark = {
    uid,
    documentId,
    writes: (id) => mark.documentId === id,
    begun: false,
    held: null,
    locales: new Set(),
    tells,
    wrote: false,
    done: false,
    rewritten: false,
    written: createWrittenEntries(),
    ended: false,
  };
  return mark;
}

export function createHolder(uid: string, documentIds: ReadonlySet<unknown>): Holder {
  return { uid, writes: (id) => documentIds.has(id), begun: false, held: [] };
}
