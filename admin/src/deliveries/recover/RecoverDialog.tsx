import { Flex } from '@strapi/design-system';

import type { Webhook } from '../../../../server/src/contracts/webhook';
import { ActionDialog } from '../../components/ActionDialog';
import { Notice } from '../../components/list/Notice';
import { useText } from '../../translations/use-text';
import { MomentField } from './MomentField';
import { useRecover } from './use-recover';

interface RecoverDialogProps {
  webhook: Webhook;
  onClose: () => void;
}

/** Recovers the deliveries of a period. For a disabled webhook it shows that nothing is sent. */
export function RecoverDialog({ webhook, onClose }: RecoverDialogProps) {
  const text = useText();
  const { window, change, errors, isRunning, run } = useRecover(webhook, onClose);
  const disabled = webhook.state === 'disabled';

  return (
    <ActionDialog
      title={text('recover.title', { name: webhook.name })}
      explained={text('recover.explained')}
      confirm={text('recover.confirm')}
      isRunning={isRunning}
      disabled={disabled}
      onConfirm={run}
      onClose={onClose}
    >
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
    </ActionDialog>
  );
}
