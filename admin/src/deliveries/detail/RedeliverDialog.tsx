import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';

import { REDELIVER_MODES, type RedeliverMode } from '../../../../server/src/contracts/deliveries';
import { useRedeliverDocumentWebhookDeliveryMutation } from '../../api/deliveries';
import { useNotifyError } from '../../api/errors';
import { ActionDialog } from '../../components/ActionDialog';
import { RadioOptions } from '../../components/form/RadioOptions';
import { useText } from '../../translations/use-text';

interface RedeliverDialogProps {
  id: string;
  open: boolean;
  onClose: () => void;
}

/** Asks whether to send the same bytes again or to render a new body. */
export function RedeliverDialog({ id, open, onClose }: RedeliverDialogProps) {
  const text = useText();
  const notifyError = useNotifyError();
  const { toggleNotification } = useNotification();
  const [mode, setMode] = useState<RedeliverMode>('original');
  const [redeliver, { isLoading }] = useRedeliverDocumentWebhookDeliveryMutation();

  const confirm = async () => {
    const result = await redeliver({ id, mode });
    if ('error' in result) notifyError(result.error);
    else toggleNotification({ type: 'success', message: text('redeliver.done') });
    onClose();
  };

  return (
    <ActionDialog
      open={open}
      title={text('redeliver.title')}
      confirm={text('redeliver.action')}
      isRunning={isLoading}
      onConfirm={confirm}
      onClose={onClose}
    >
      <RadioOptions
        label={text('redeliver.title')}
        value={mode}
        options={REDELIVER_MODES.map((value) => ({
          value,
          label: text(`redeliver.${value}`),
          explanation: text(`redeliver.${value}.explained`),
        }))}
        onChange={setMode}
      />
    </ActionDialog>
  );
}
