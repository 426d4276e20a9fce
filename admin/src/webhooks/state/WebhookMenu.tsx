import { IconButton, Menu } from '@strapi/design-system';
import { Check, Eye, ListSearch, Minus, More, Pencil, Trash } from '@strapi/icons';
import type { RefObject } from 'react';
import { useNavigate } from 'react-router-dom';

import type { WebhookState } from '../../../../server/src/contracts/webhook-choices';
import type { Webhook } from '../../../../server/src/contracts/webhook';
import { PauseSign } from '../../components/marks/PauseSign';
import { paths } from '../../paths';
import { usePermissions } from '../../permissions';
import { useText } from '../../translations/use-text';

interface WebhookMenuProps {
  webhook: Webhook;
  /** Ref to the button that opens the menu. */
  button: RefObject<HTMLButtonElement>;
  onSetState: (state: WebhookState) => void;
  onDelete: () => void;
}

/** The actions on one webhook that the user may perform. */
export function WebhookMenu({ webhook, button, onSetState, onDelete }: WebhookMenuProps) {
  const text = useText();
  const navigate = useNavigate();
  const { webhooks: can, deliveries } = usePermissions();
  const declared = webhook.origin === 'code';

  return (
    <Menu.Root>
      <Menu.Trigger
        ref={button}
        tag={IconButton}
        icon={<More />}
        label={text('webhooks.menu', { name: webhook.name })}
      />
      {/* The design system cuts a menu off after four items. */}
      <Menu.Content popoverPlacement="bottom-end" maxHeight="30rem">
        <Menu.Item
          startIcon={can.update && !declared ? <Pencil /> : <Eye />}
          onSelect={() => navigate(paths.webhook(webhook.documentId))}
        >
          {text(can.update && !declared ? 'action.edit' : 'action.view')}
        </Menu.Item>
        {deliveries.read && (
          <Menu.Item
            startIcon={<ListSearch />}
            onSelect={() => navigate(paths.deliveriesOf(webhook.documentId))}
          >
            {text('deliveries.title')}
          </Menu.Item>
        )}
        {can.update && webhook.state !== 'enabled' && (
          <Menu.Item startIcon={<Check />} onSelect={() => onSetState('enabled')}>
            {text('action.enable')}
          </Menu.Item>
        )}
        {can.update && webhook.state !== 'paused' && (
          <Menu.Item startIcon={<PauseSign />} onSelect={() => onSetState('paused')}>
            {text('action.pause')}
          </Menu.Item>
        )}
        {can.update && webhook.state !== 'disabled' && (
          <Menu.Item startIcon={<Minus />} onSelect={() => onSetState('disabled')}>
            {text('action.disable')}
          </Menu.Item>
        )}
        {can.delete && !declared && (
          <Menu.Item variant="danger" startIcon={<Trash />} onSelect={onDelete}>
            {text('action.delete')}
          </Menu.Item>
        )}
      </Menu.Content>
    </Menu.Root>
  );
}
