import { documentWebhooksApi } from './admin-api';
import { errorStatusOf } from './errors';
import { queryString } from './query-string';

/** An entry as the Content Manager lists it. */
export interface Entry {
  documentId: string;
  [attribute: string]: unknown;
}

export interface EntriesOf {
  uid: string;
  kind: 'collectionType' | 'singleType';
  /** The default locale when absent. */
  locale: string | undefined;
  /** The text to search for; empty finds all. */
  search: string;
}

const PAGE_SIZE = '10';

const entriesApi = documentWebhooksApi.injectEndpoints({
  endpoints: (build) => ({
    /** The entries that the user may read in the Content Manager, last changed first. */
    listDocumentWebhookEntries: build.query<Entry[], EntriesOf>({
      async queryFn(...[of, , , request]) {
        const { data, error } = await request(addressOf(of));
        // A single type that has not been written yet.
        if (errorStatusOf(error) === 404) return { data: [] };
        return error ? { error } : { data: entriesIn(data as Listed) };
      },
      keepUnusedDataFor: 0,
    }),
  }),
});

export const { useListDocumentWebhookEntriesQuery } = entriesApi;

type Listed = { results: Entry[] } | { data: Entry | Record<string, never> };

function addressOf({ uid, kind, locale, search }: EntriesOf): string {
  return kind === 'singleType'
    ? `/content-manager/single-types/${uid}${queryString({ locale })}`
    : `/content-manager/collection-types/${uid}` +
        queryString({ sort: 'updatedAt:desc', pageSize: PAGE_SIZE, locale, _q: search });
}

function entriesIn(listed: Listed): Entry[] {
  const entries = 'results' in listed ? listed.results : [listed.data];
  return entries.filter((entry): entry is Entry => typeof entry.documentId === 'string');
}
