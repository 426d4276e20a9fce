import type { Webhook } from '../../../server/src/contracts/webhook';
import type {
  CreateWebhook,
  DeleteWebhook,
  GetWebhook,
  ListWebhooks,
  RecoverWebhook,
  RotateSecret,
  UpdateWebhook,
  WebhookInput,
} from '../../../server/src/contracts/webhooks';
import { documentWebhooksApi } from './admin-api';
import { queryString } from './query-string';

const BASE = '/document-webhooks/webhooks';
const LIST = { type: 'DocumentWebhook', id: 'LIST' } as const;
// Disabling or deleting a webhook cancels its pending deliveries.
const DELIVERIES = { type: 'DocumentWebhookDelivery', id: 'LIST' } as const;
/** The largest page of the API. */
const PAGE_SIZE = '100';
const one = (documentId: string) => ({ type: 'DocumentWebhook', id: documentId }) as const;
const address = (documentId: string) => `${BASE}/${encodeURIComponent(documentId)}`;

type WebhookFilter = Pick<ListWebhooks.Request['query'], 'search' | 'state' | 'contentType'>;

const webhooksApi = documentWebhooksApi.injectEndpoints({
  endpoints: (build) => ({
    /** All that match, of all pages: webhooks are few, and those in need stand first among all. */
    listDocumentWebhooks: build.query<Webhook[], WebhookFilter>({
      async queryFn(...[filter, , , request]) {
        const found: Webhook[] = [];
        for (let page = 1; ; page += 1) {
          const query = { ...filter, page: String(page), pageSize: PAGE_SIZE };
          const { data, error } = await request(BASE + queryString(query));
          if (error) return { error };
          const { data: webhooks, meta } = data as ListWebhooks.Response;
          found.push(...webhooks);
          if (page >= meta.pagination.pageCount) return { data: found };
        }
      },
      providesTags: [LIST],
    }),
    getDocumentWebhook: build.query<GetWebhook.Response, string>({
      query: address,
      providesTags: (_result, _error, documentId) => [one(documentId)],
      // A form must start from what is stored now, not from what a list showed a while ago.
      keepUnusedDataFor: 0,
    }),
    createDocumentWebhook: build.mutation<CreateWebhook.Response<Webhook>, WebhookInput>({
      query: (data) => ({ url: BASE, method: 'POST', data }),
      invalidatesTags: [LIST],
    }),
    updateDocumentWebhook: build.mutation<
      UpdateWebhook.Response<Webhook>,
      { documentId: string; data: WebhookInput }
    >({
      query: ({ documentId, data }) => ({ url: address(documentId), method: 'PUT', data }),
      invalidatesTags: (_result, error, { documentId }) =>
        error ? [] : [LIST, one(documentId), DELIVERIES],
    }),
    deleteDocumentWebhook: build.mutation<DeleteWebhook.Response, string>({
      query: (documentId) => ({ url: address(documentId), method: 'DELETE' }),
      invalidatesTags: (_result, error) => (error ? [] : [LIST, DELIVERIES]),
    }),
    recoverDocumentWebhook: build.mutation<
      RecoverWebhook.Response,
      { documentId: string; window: RecoverWebhook.Request['body'] }
    >({
      query: ({ documentId, window }) => ({
        url: `${address(documentId)}/recover`,
        method: 'POST',
        data: window,
      }),
      // Any delivery that is shown may be on its way again.
      invalidatesTags: (_result, error) => (error ? [] : ['DocumentWebhookDelivery']),
    }),
    rotateDocumentWebhookSecret: build.mutation<
      RotateSecret.Response,
      { documentId: string; rotation: RotateSecret.Request['body'] }
    >({
      query: ({ documentId, rotation }) => ({
        url: `${address(documentId)}/rotate-secret`,
        method: 'POST',
        data: rotation,
      }),
      invalidatesTags: (_result, error, { documentId }) => (error ? [] : [LIST, one(documentId)]),
    }),
  }),
});

export const {
  useListDocumentWebhooksQuery,
  useGetDocumentWebhookQuery,
  useCreateDocumentWebhookMutation,
  useUpdateDocumentWebhookMutation,
  useDeleteDocumentWebhookMutation,
  useRecoverDocumentWebhookMutation,
  useRotateDocumentWebhookSecretMutation,
} = webhooksApi;
