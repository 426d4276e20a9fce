import type { WatchedType } from '../schema/watched-type';
import type { DocumentChange } from './events-of';

/** The row of a document in one locale and status: its numeric id changes with every publish. */
export function rowOf(
  { localized }: WatchedType,
  { documentId, locale, status }: Pick<DocumentChange, 'documentId' | 'locale' | 'status'>,
): object {
  return {
    documentId,
    ...(localized ? { locale } : {}),
    ...(status === null
      ? {}
      : { publishedAt: { [status === 'draft' ? '$null' : '$notNull']: true } }),
  };
}
