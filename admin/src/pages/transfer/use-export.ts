import { useNotifyError } from '../../api/errors';
import { useExportDocumentWebhooksMutation } from '../../api/transfer';

const FILE_NAME = 'document-webhooks.json';

/** Hands all webhooks to the browser as a file, without their secrets. */
export function useExport(): () => Promise<void> {
  const notifyError = useNotifyError();
  const [read] = useExportDocumentWebhooksMutation();

  return async () => {
    const result = await read(null);
    if ('error' in result) notifyError(result.error);
    else save(JSON.stringify(result.data.data, null, 2));
  };
}

function save(content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = FILE_NAME;
  link.click();
  URL.revokeObjectURL(url);
}
