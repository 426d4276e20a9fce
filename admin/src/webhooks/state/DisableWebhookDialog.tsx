import { Button, Dialog, Flex } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import type { RefObject } from 'react';

import type { WebhookState } from '../../../../server/src/contracts/webhook-choices';
import type { Webhook } from '../../../../server/src/contracts/webhook';
import { Clamped } from '../../components/Clamped';
import { useReturnFocus } from '../../components/use-return-focus';
import { useText } from '../../translations/use-text';

interface DisableWebhookDialogProps {
  webhook: Webhook;
  open: boolean;
  returnTo: RefObject<HTMLElement>;
  onClose: () => void;
  onChoose: (state: WebhookState) => Promise<void>;
}

/** Asks before disabling cancels pending deliveries; offers to pause instead. */
export function DisableWebhookDialog(props: DisableWebhookDialogProps) {
  const { webhook, open, returnTo, onClose, onChoose } = props;
  const text = useText();
  useReturnFocus(open, returnTo);

  return (
    <Dialog.Root open={open} onOpenChange={onClose}>
      <Dialog.Content>
        <Dialog.Header>
          <Clamped>{text('webhooks.disable.title', { name: webhook.name })}</Clamped>
        </Dialog.Header>
        <Dialog.Body icon={<WarningCircle fill="danger600" />}>
          {text('webhooks.disable.body')}
        </Dialog.Body>
        <Dialog.Footer>
          <Flex direction="column" alignItems="stretch" gap={2} width="100%">
            <Dialog.Action>
              <Button fullWidth variant="danger-light" onClick={() => void onChoose('disabled')}>
                {text('webhooks.disable.confirm')}
              </Button>
            </Dialog.Action>
            {webhook.state !== 'paused' && (
              <Dialog.Action>
                <Button fullWidth variant="secondary" onClick={() => void onChoose('paused')}>
                  {text('webhooks.disable.pauseInstead')}
                </Button>
              </Dialog.Action>
            )}
            <Dialog.Cancel>
              <Button fullWidth variant="tertiary">
                {text('action.cancel')}
              </Button>
            </Dialog.Cancel>
          </Flex>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
