import type { SendDocuments, TestWebhook } from '../../../server/src/contracts/send';
import { documentWebhooksApi } from './admin-api';

const address = (documentId: string) =>
  `/document-webhooks/webhooks/${encodeURIComponent(documentId)}`;
const LIST = { type: 'DocumentWebhookDelivery', id: 'LIST' } as const;

interface Of<Body> {
  /** documentId of the webhook. */
  webhookId: string;
  body: Body;
}

const sendApi = documentWebhooksApi.injectEndpoints({
  endpoints: (build) => ({
    testDocumentWebhook: build.mutation<TestWebhook.Response, Of<TestWebhook.Request['body']>>({
      query: ({ webhookId, body }) => ({
        url: `${address(webhookId)}/test`,
        method: 'POST',
        data: body,
      }),
      invalidatesTags: (_result, error) => (error ? [] : [LIST]),
    }),
    sendDocumentWebhookDocuments: build.mutation<
      SendDocuments.Response,
      Of<SendDocuments.Request['body']>
    >({
      query: ({ webhookId, body }) => ({
        url: `${address(webhookId)}/send`,
        method: 'POST',
        data: body,
      }),
      invalidatesTags: (_result, error) => (error ? [] : [LIST]),
    }),
  }),
});

export const { useTestDocumentWebhookMutation, useSendDocumentWebhookDocumentsMutation } = sendApi;
