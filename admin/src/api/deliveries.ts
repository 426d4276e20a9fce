import type {
  CancelDelivery,
  GetDelivery,
  ListDeliveries,
  RedeliverDelivery,
  RedeliverMode,
} from '../../../server/src/contracts/deliveries';
import { documentWebhooksApi } from './admin-api';
import { queryString } from './query-string';

const BASE = '/document-webhooks/deliveries';
const LIST = { type: 'DocumentWebhookDelivery', id: 'LIST' } as const;
const one = (id: string) => ({ type: 'DocumentWebhookDelivery', id }) as const;
const address = (id: string) => `${BASE}/${encodeURIComponent(id)}`;

const deliveriesApi = documentWebhooksApi.injectEndpoints({
  endpoints: (build) => ({
    listDocumentWebhookDeliveries: build.query<
      ListDeliveries.Response,
      ListDeliveries.Request['query']
    >({
      query: (query) => BASE + queryString({ ...query }),
      providesTags: [LIST],
    }),
    getDocumentWebhookDelivery: build.query<GetDelivery.Response, string>({
      query: address,
      providesTags: (_result, _error, id) => [one(id)],
    }),
    redeliverDocumentWebhookDelivery: build.mutation<
      RedeliverDelivery.Response,
      { id: string; mode: RedeliverMode }
    >({
      query: ({ id, mode }) => ({
        url: `${address(id)}/redeliver`,
        method: 'POST',
        data: { mode },
      }),
      invalidatesTags: (_result, _error, { id }) => [LIST, one(id)],
    }),
    cancelDocumentWebhookDelivery: build.mutation<CancelDelivery.Response, string>({
      query: (id) => ({ url: `${address(id)}/cancel`, method: 'POST' }),
      invalidatesTags: (_result, _error, id) => [LIST, one(id)],
    }),
  }),
});

export const {
  useListDocumentWebhookDeliveriesQuery,
  useGetDocumentWebhookDeliveryQuery,
  useRedeliverDocumentWebhookDeliveryMutation,
  useCancelDocumentWebhookDeliveryMutation,
} = deliveriesApi;
