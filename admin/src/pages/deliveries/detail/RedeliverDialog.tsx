import { Button, Flex, Modal, Radio, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';

import {
  REDELIVER_MODES,
  type RedeliverMode,
} from '../../../../../server/src/contracts/deliveries';
import { useRedeliverDocumentWebhookDeliveryMutation } from '../../../api/deliveries';
import { useNotifyError } from '../../../api/errors';
import { useText } from '../../../translations/use-text';

interface RedeliverDialogProps {
  id: string;
  open: boolean;
  onClose: () => void;
}

/** The same bytes again, or a body made anew: which is the whole question, so it is asked. */
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
    <Modal.Root open={open} onOpenChange={onClose}>
      <Modal.Content>
        <Modal.Header closeLabel={text('action.close')}>
          <Modal.Title>{text('redeliver.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Radio.Group
            aria-label={text('redeliver.title')}
            value={mode}
            onValueChange={(next) =>
              setMode(REDELIVER_MODES.find((known) => known === next) ?? 'original')
            }
          >
            {REDELIVER_MODES.map((value) => (
              <Radio.Item key={value} value={value}>
                <Flex direction="column" alignItems="flex-start" tag="span">
                  <Typography textColor="neutral800">{text(`redeliver.${value}`)}</Typography>
                  <Typography variant="pi" textColor="neutral600">
                    {text(`redeliver.${value}.explained`)}
                  </Typography>
                </Flex>
              </Radio.Item>
            ))}
          </Radio.Group>
        </Modal.Body>
        <Modal.Footer>
          <Modal.Close>
            <Button variant="tertiary">{text('action.cancel')}</Button>
          </Modal.Close>
          <Button loading={isLoading} onClick={() => void confirm()}>
            {text('redeliver.action')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
