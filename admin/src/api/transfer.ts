import type {
  ExportWebhooks,
  ImportBuiltInWebhooks,
  ImportWebhooks,
} from '../../../server/src/contracts/transfer';
import { documentWebhooksApi } from './admin-api';

const BASE = '/document-webhooks/webhooks';
const WEBHOOKS = { type: 'DocumentWebhook', id: 'LIST' } as const;

const transferApi = documentWebhooksApi.injectEndpoints({
  endpoints: (build) => ({
    /** A mutation, so that each call reads them again. */
    exportDocumentWebhooks: build.mutation<ExportWebhooks.Response, null>({
      query: () => ({ url: `${BASE}/export`, method: 'GET' }),
    }),
    importDocumentWebhooks: build.mutation<ImportWebhooks.Response, ImportWebhooks.Body>({
      query: (data) => ({ url: `${BASE}/import`, method: 'POST', data }),
      invalidatesTags: (_result, _error, { dryRun }) => (dryRun ? [] : [WEBHOOKS]),
    }),
    importBuiltInWebhooks: build.mutation<
      ImportBuiltInWebhooks.Response,
      ImportBuiltInWebhooks.Request['body']
    >({
      query: (data) => ({ url: `${BASE}/import-built-in`, method: 'POST', data }),
      invalidatesTags: (_result, _error, { dryRun }) => (dryRun ? [] : [WEBHOOKS]),
    }),
  }),
});

export const {
  useExportDocumentWebhooksMutation,
  useImportDocumentWebhooksMutation,
  useImportBuiltInWebhooksMutation,
} = transferApi;
