import { useNotification } from '@strapi/strapi/admin';

import type { WebhookState } from '../../../../server/src/contracts/webhook-choices';
import type { Webhook } from '../../../../server/src/contracts/webhook';
import { useNotifyError } from '../../api/errors';
import { useUpdateDocumentWebhookMutation } from '../../api/webhooks';
import { useText } from '../../translations/use-text';

/** Changes only the state, and shows the result. */
export function useSetWebhookState(
  webhook: Webhook,
): [setState: (state: WebhookState) => Promise<void>, isSaving: boolean] {
  const text = useText();
  const notifyError = useNotifyError();
  const { toggleNotification } = useNotification();
  const [update, { isLoading }] = useUpdateDocumentWebhookMutation();

  const setState = async (state: WebhookState) => {
    const result = await update({ documentId: webhook.documentId, data: { state } });
    if ('error' in result) {
      notifyError(result.error);
      return;
    }
    toggleNotification({
      type: 'success',
      message: text(`webhooks.nowIs.${state}`, { name: webhook.name }),
    });
  };

  return [setState, isLoading];
}
