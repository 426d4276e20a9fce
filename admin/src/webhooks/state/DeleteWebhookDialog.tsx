import { Dialog } from '@strapi/design-system';
import { ConfirmDialog, useNotification } from '@strapi/strapi/admin';

import type { Webhook } from '../../../../server/src/contracts/webhook';
import { useNotifyError } from '../../api/errors';
import { useDeleteDocumentWebhookMutation } from '../../api/webhooks';
import { useText } from '../../translations/use-text';

interface DeleteWebhookDialogProps {
  webhook: Webhook;
  open: boolean;
  onClose: () => void;
}

export function DeleteWebhookDialog({ webhook, open, onClose }: DeleteWebhookDialogProps) {
  const text = useText();
  const notifyError = useNotifyError();
  const { toggleNotification } = useNotification();
  const [remove] = useDeleteDocumentWebhookMutation();

  const confirm = async () => {
    const result = await remove(webhook.documentId);
    if ('error' in result) notifyError(result.error);
    else
      toggleNotification({
        type: 'success',
        message: text('webhooks.deleted', { name: webhook.name }),
      });
    onClose();
  };

  return (
    <Dialog.Root open={open} onOpenChange={onClose}>
      <ConfirmDialog
        title={text('webhooks.delete.title', { name: webhook.name })}
        onConfirm={confirm}
      >
        {text('webhooks.delete.body')}
      </ConfirmDialog>
    </Dialog.Root>
  );
}
