import { Button, Flex, Modal, Typography } from '@strapi/design-system';

import type { Webhook } from '../../../../server/src/contracts/webhooks';
import { Notice } from '../../components/Notice';
import { useText } from '../../translations/use-text';
import { MomentField } from './MomentField';
import { useRecover } from './use-recover';

interface RecoverDialogProps {
  webhook: Webhook;
  onClose: () => void;
}

/** Sends again all that a window of time lost; a disabled webhook sends nothing, and says so. */
export function RecoverDialog({ webhook, onClose }: RecoverDialogProps) {
  const text = useText();
  const { window, change, errors, isRunning, run } = useRecover(webhook, onClose);
  const disabled = webhook.state === 'disabled';

  return (
    <Modal.Root open onOpenChange={onClose}>
      <Modal.Content>
        <Modal.Header closeLabel={text('action.close')}>
          <Modal.Title>{text('recover.title', { name: webhook.name })}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography textColor="neutral800">{text('recover.explained')}</Typography>
            {webhook.state !== 'enabled' && (
              <Notice tone="warning" title={text(`recover.${webhook.state}`)} />
            )}
            <Flex gap={4} alignItems="flex-start" wrap="wrap">
              <MomentField
                name="since"
                label={text('recover.since')}
                hint={text('recover.since.hint')}
                value={window.since}
                error={errors.since}
                disabled={disabled}
                required
                onChange={(since) => change({ since })}
              />
              <MomentField
                name="until"
                label={text('recover.until')}
                hint={text('recover.until.hint')}
                value={window.until}
                error={errors.until}
                disabled={disabled}
                onChange={(until) => change({ until })}
              />
            </Flex>
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Modal.Close>
            <Button variant="tertiary">{text('action.cancel')}</Button>
          </Modal.Close>
          <Button disabled={disabled} loading={isRunning} onClick={() => void run()}>
            {text('recover.confirm')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
