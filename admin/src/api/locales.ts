import { documentWebhooksApi } from './admin-api';

interface Locale {
  code: string;
  name: string;
  isDefault: boolean;
}

const localesApi = documentWebhooksApi.injectEndpoints({
  endpoints: (build) => ({
    listDocumentWebhookLocales: build.query<Locale[], null>({ query: () => '/i18n/locales' }),
  }),
});

const { useListDocumentWebhookLocalesQuery } = localesApi;

const NONE: never[] = [];

interface Locales {
  /** Empty if the locales could not be read. */
  all: Locale[];
  /** "French (fr)"; the code of one that is gone. */
  nameOf: (code: string) => string;
  /** The code of the app's default locale. */
  default: string | undefined;
}

/** The locales of the app, as its Internationalization settings list them. */
export function useLocales(): Locales {
  const { data: all = NONE } = useListDocumentWebhookLocalesQuery(null);
  return {
    all,
    nameOf: (code) => all.find((locale) => locale.code === code)?.name ?? code,
    default: all.find(({ isDefault }) => isDefault)?.code,
  };
}
