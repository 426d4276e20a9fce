import { useState } from 'react';

import { useListDocumentWebhookEntriesQuery, type Entry } from '../../../api/entries';
import { useAfterPause } from '../../../hooks/use-after-pause';
import type { PreviewTarget } from './preview-target';

const PAUSE_MS = 300;
const NONE: never[] = [];

export type SearchOutcome = 'none' | 'failed';

export interface RecentEntries {
  /** The one to try the webhook on: chosen, or the one that changed last. */
  entry: Entry | undefined;
  /** The options: at most ten search results, and the current entry. */
  found: Entry[];
  /** The message of the search. */
  outcome: SearchOutcome | undefined;
  search: (typed: string) => void;
  choose: (documentId: string) => void;
  isLoading: boolean;
  error: unknown;
  refetch: () => Promise<unknown>;
}

/** The entries of one type, in one locale. */
export function useRecentEntries({ type, locale }: PreviewTarget): RecentEntries {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<Entry | null>(null);
  const search = useAfterPause(typed, PAUSE_MS);
  const of = { uid: type.uid, kind: type.kind, locale };
  const recent = useListDocumentWebhookEntriesQuery(
    { ...of, search: '' },
    { refetchOnMountOrArgChange: true },
  );
  const hits = useListDocumentWebhookEntriesQuery({ ...of, search }, { skip: search === '' });

  const last = recent.data ?? NONE;
  const entry = chosen ?? last[0];
  // Keeps the former list during a search, so that no option disappears under a click.
  const hit = hits.isError ? NONE : (hits.data ?? last);
  const listed = search === '' ? last : hit;
  const others = listed.filter(({ documentId }) => documentId !== entry?.documentId);
  const found = entry ? [entry, ...others] : listed;
  return {
    entry,
    found,
    outcome: search === '' ? undefined : outcomeOf(hits),
    search: setTyped,
    choose(documentId) {
      const shown = [...found, ...last];
      setChosen(shown.find((it) => it.documentId === documentId) ?? chosen);
    },
    isLoading: recent.isLoading,
    error: recent.error,
    refetch: recent.refetch,
  };
}

function outcomeOf(hits: { isError: boolean; currentData?: Entry[] }): SearchOutcome | undefined {
  if (hits.isError) return 'failed';
  return hits.currentData?.length === 0 ? 'none' : undefined;
}
