import type {
  CreateWebhook,
  DeleteWebhook,
  GetWebhook,
  ListWebhooks,
  UpdateWebhook,
  WebhookInput,
} from '../../../server/src/contracts/webhooks';
import { documentWebhooksApi } from './admin-api';
import { queryString } from './query-string';

const BASE = '/document-webhooks/webhooks';
const LIST = { type: 'DocumentWebhook', id: 'LIST' } as const;
// Disabling or deleting a webhook cancels what is pending.
const DELIVERIES = { type: 'DocumentWebhookDelivery', id: 'LIST' } as const;
const one = (documentId: string) => ({ type: 'DocumentWebhook', id: documentId }) as const;
const address = (documentId: string) => `${BASE}/${encodeURIComponent(documentId)}`;

const webhooksApi = documentWebhooksApi.injectEndpoints({
  endpoints: (build) => ({
    listDocumentWebhooks: build.query<ListWebhooks.Response, ListWebhooks.Request['query']>({
      query: (query) => BASE + queryString({ ...query }),
      providesTags: [LIST],
    }),
    getDocumentWebhook: build.query<GetWebhook.Response, string>({
      query: address,
      providesTags: (_result, _error, documentId) => [one(documentId)],
      // A form must start from what is stored now, not from what a list showed a while ago.
      keepUnusedDataFor: 0,
    }),
    createDocumentWebhook: build.mutation<CreateWebhook.Response, WebhookInput>({
      query: (data) => ({ url: BASE, method: 'POST', data }),
      invalidatesTags: [LIST],
    }),
    updateDocumentWebhook: build.mutation<
      UpdateWebhook.Response,
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
  }),
});

export const {
  useListDocumentWebhooksQuery,
  useGetDocumentWebhookQuery,
  useCreateDocumentWebhookMutation,
  useUpdateDocumentWebhookMutation,
  useDeleteDocumentWebhookMutation,
} = webhooksApi;
