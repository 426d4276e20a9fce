import { markInForce, rowWrite } from './place';

export interface RowIdentity {
  uid: string;
  documentId: unknown;
}

/** Of a type without locales, `locale` is null. */
export interface MarkedRow extends RowIdentity {
  locale: unknown;
  publishedAt: unknown;
}

/**
 * Whether what is called next is called by an action of this type, which keeps back and captures by itself:
 * not so what a middleware further in creates.
 */
export function isCapturedByAction(uid: string, created: string | undefined): boolean {
  const mark = markInForce();
  if (mark?.uid !== uid || mark.held === null || rowWrite() !== null) return false;
  return !created || !mark.documentId || created === mark.documentId;
}

/** Whether the action called for this write itself: then its own event speaks for the row. */
export function isOfAction({ uid, documentId }: RowIdentity): boolean {
  const mark = markInForce();
  return mark?.uid === uid && mark.documentId === documentId && rowWrite()?.direct === true;
}

/** Whether the action's own events tell of the row: by its document, its locale and its status. */
export function isToldByAction(row: MarkedRow): boolean {
  const mark = markInForce();
  if (mark?.uid !== row.uid || mark.documentId !== row.documentId) return false;
  if (!mark.tells(row)) return false;
  return mark.locales.size === 0 || !row.locale || mark.locales.has(row.locale);
}
