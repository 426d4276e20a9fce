import { Dialog } from '@strapi/design-system';
import { ConfirmDialog, useNotification } from '@strapi/strapi/admin';
import type { RefObject } from 'react';

import type { Webhook } from '../../../../server/src/contracts/webhook';
import { useNotifyError } from '../../api/errors';
import { useDeleteDocumentWebhookMutation } from '../../api/webhooks';
import { Clamped } from '../../components/Clamped';
import { focusWhenShown, HEADING_ID } from '../../components/form/focus-field';
import { useReturnFocus } from '../../components/use-return-focus';
import { useText } from '../../translations/use-text';

interface DeleteWebhookDialogProps {
  webhook: Webhook;
  open: boolean;
  returnTo: RefObject<HTMLElement>;
  onClose: () => void;
}

export function DeleteWebhookDialog(props: DeleteWebhookDialogProps) {
  const { webhook, open, returnTo, onClose } = props;
  const text = useText();
  useReturnFocus(open, returnTo);
  const notifyError = useNotifyError();
  const { toggleNotification } = useNotification();
  const [remove] = useDeleteDocumentWebhookMutation();

  const confirm = async () => {
    const result = await remove(webhook.documentId);
    if ('error' in result) notifyError(result.error);
    else {
      toggleNotification({
        type: 'success',
        message: text('webhooks.deleted', { name: webhook.name }),
      });
      // Its row is about to go, and the focus with it.
      focusWhenShown(HEADING_ID);
    }
    onClose();
  };

  return (
    <Dialog.Root open={open} onOpenChange={onClose}>
      <ConfirmDialog
        title={<Clamped>{text('webhooks.delete.title', { name: webhook.name })}</Clamped>}
        onConfirm={confirm}
      >
        {text('webhooks.delete.body')}
      </ConfirmDialog>
    </Dialog.Root>
  );
}
