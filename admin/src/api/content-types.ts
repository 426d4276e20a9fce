import type {
  ContextField,
  DeliveryDefaults,
  ListContentTypes,
  SubscribableContentType,
} from '../../../server/src/contracts/content-types';
import { usePermissions } from '../permissions';
import { documentWebhooksApi } from './admin-api';

const contentTypesApi = documentWebhooksApi.injectEndpoints({
  endpoints: (build) => ({
    listDocumentWebhookContentTypes: build.query<ListContentTypes.Response, null>({
      query: () => '/document-webhooks/content-types',
    }),
  }),
});

const { useListDocumentWebhookContentTypesQuery } = contentTypesApi;

export interface ContentTypes {
  all: SubscribableContentType[];
  /** The `$` paths of the event's context. */
  contextFields: ContextField[];
  /** Names of the events that the app's own code emits, as far as they are declared or in use. */
  customEvents: string[];
  /** The display name; the uid of a type that is gone, or that may not be read. */
  nameOf: (uid: string) => string;
  /** The defaults of a new webhook; undefined until the response arrives. */
  defaults: DeliveryDefaults | undefined;
  failed: boolean;
  error: unknown;
  retry: () => void;
}

const NONE: never[] = [];

/**
 * The content types that a webhook can watch: none for a role that may not read webhooks. After a failure,
 * names are shown as uids.
 */
export function useContentTypes(): ContentTypes {
  const { webhooks: can } = usePermissions();
  const { data, error, isError, refetch } = useListDocumentWebhookContentTypesQuery(null, {
    skip: !can.read,
  });
  const all = data?.data ?? NONE;
  return {
    all,
    contextFields: data?.meta.contextFields ?? NONE,
    customEvents: data?.meta.customEvents ?? NONE,
    nameOf: (uid) => all.find((type) => type.uid === uid)?.displayName ?? uid,
    defaults: data?.meta.defaults,
    failed: isError,
    error,
    retry: () => void refetch(),
  };
}
