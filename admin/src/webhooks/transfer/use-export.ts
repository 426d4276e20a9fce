import { useNotification } from '@strapi/strapi/admin';

import type { WebhookAttributes } from '../../../../server/src/contracts/webhook';
import { useNotifyError } from '../../api/errors';
import { useExportDocumentWebhooksMutation } from '../../api/transfer';
import { useText } from '../../translations/use-text';

const FILE_NAME = 'document-webhooks.json';

/** Hands all webhooks to the browser as a file, without their secrets, which is said. */
export function useExport(): () => Promise<void> {
  const notifyError = useNotifyError();
  const text = useText();
  const { toggleNotification } = useNotification();
  const [read] = useExportDocumentWebhooksMutation();

  return async () => {
    const result = await read(null);
    if ('error' in result) notifyError(result.error);
    else {
      const { data } = result.data;
      save(JSON.stringify(data, null, 2));
      if (data.webhooks.some(hasSecrets)) {
        toggleNotification({ type: 'info', message: text('transfer.export.secrets') });
      }
    }
  };
}

function hasSecrets({ headers, signing }: WebhookAttributes): boolean {
  return signing !== 'none' || headers.some(({ secret }) => secret);
}

function save(content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = FILE_NAME;
  link.click();
  URL.revokeObjectURL(url);
}
