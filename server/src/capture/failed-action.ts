import type { WatchedType } from '../schema/watched-type';
import type { WriteAction } from './document-action';
import type { DocumentMark } from './document-mark';
import type { RowBefore, WriteOutcome } from './events-of';

export interface FailedAction {
  action: WriteAction;
  params: WriteOutcome['params'];
  type: Pick<WatchedType, 'draftAndPublish' | 'localized'>;
  mark: Pick<DocumentMark, 'documentId' | 'locales'>;
  before: RowBefore[];
  /** All rows of the document as the action left them. */
  now: RowBefore[];
}

/**
 * What an action would have returned that failed after it had written, by what its rows tell: they stay
 * where its caller lets the failure pass and commits.
 */
export function outcomeOfFailed(failed: FailedAction): Pick<WriteOutcome, 'params' | 'result'> {
  const { action, params, type, mark, before, now } = failed;
  const { documentId = params.documentId } = mark;
  const rows = now.map((row) => ({ ...row, documentId }));
  const isDraft = ({ publishedAt }: RowBefore) => !type.draftAndPublish || publishedAt === null;
  const drafts = rows
    .filter(isDraft)
    .filter(({ locale }) => !type.localized || mark.locales.has(locale));
  const born = rows.filter((row) => !holds(before, row));
  const published = born.filter((row) => !isDraft(row));
  const gone = before.filter((row) => !holds(now, row));
  switch (action) {
    case 'create':
    case 'update': {
      const isPublished = params.status === 'published' && published.length > 0;
      const [entry = null] = isPublished ? published : drafts;
      return { params: isPublished ? params : { ...params, status: 'draft' }, result: entry };
    }
    case 'clone':
      return { params, result: { documentId, entries: drafts } };
    case 'publish':
      return { params, result: { documentId, entries: published } };
    case 'discardDraft':
      return { params, result: { documentId, entries: born.filter(isDraft) } };
    case 'unpublish':
    case 'delete':
      return { params, result: { documentId, entries: gone } };
  }
}

function holds(rows: RowBefore[], { id }: RowBefore): boolean {
  return rows.some((row) => row.id === id);
}
