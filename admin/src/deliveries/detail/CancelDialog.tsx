import { Dialog } from '@strapi/design-system';
import { ConfirmDialog, useNotification } from '@strapi/strapi/admin';

import { useCancelDocumentWebhookDeliveryMutation } from '../../api/deliveries';
import { useNotifyError } from '../../api/errors';
import { useText } from '../../translations/use-text';
import { focusWhenShown } from '../../components/form/focus-field';
import { useReturnFocus } from '../../components/use-return-focus';

/** The id of the button beside the one that cancels. */
export const REDELIVER_ID = 'delivery-redeliver';

interface CancelDialogProps {
  id: string;
  open: boolean;
  onClose: () => void;
}

export function CancelDialog({ id, open, onClose }: CancelDialogProps) {
  const text = useText();
  useReturnFocus(open);
  const notifyError = useNotifyError();
  const { toggleNotification } = useNotification();
  const [cancel] = useCancelDocumentWebhookDeliveryMutation();

  const confirm = async () => {
    const result = await cancel(id);
    if ('error' in result) notifyError(result.error);
    else {
      toggleNotification({ type: 'success', message: text('cancel.done') });
      // The button that opened the dialog is about to go.
      focusWhenShown(REDELIVER_ID);
    }
    onClose();
  };

  return (
    <Dialog.Root open={open} onOpenChange={onClose}>
      <ConfirmDialog title={text('cancel.title')} onConfirm={confirm}>
        {text('cancel.body')}
      </ConfirmDialog>
    </Dialog.Root>
  );
}
