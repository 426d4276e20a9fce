import type { DryRunWebhook, PreviewWebhook } from '../../../server/src/contracts/preview';
import { documentWebhooksApi } from './admin-api';

const BASE = '/document-webhooks/webhooks';

const previewApi = documentWebhooksApi.injectEndpoints({
  endpoints: (build) => ({
    /** Sends nothing and stores nothing: a query, though it takes a POST to ask it. */
    previewDocumentWebhook: build.query<PreviewWebhook.Response, PreviewWebhook.Request['body']>({
      query: (data) => ({ url: `${BASE}/preview`, method: 'POST', data }),
      keepUnusedDataFor: 0,
    }),
    backtestDocumentWebhook: build.mutation<DryRunWebhook.Response, DryRunWebhook.Request['body']>({
      query: (data) => ({ url: `${BASE}/backtest`, method: 'POST', data }),
    }),
  }),
});

export const { usePreviewDocumentWebhookQuery, useBacktestDocumentWebhookMutation } = previewApi;
