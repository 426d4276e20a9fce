import { Badge, Flex, Link, Switch, Td, Tr, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { NavLink } from 'react-router-dom';

import type { WebhookState } from '../../../../server/src/contracts/webhook-choices';
import type { Webhook } from '../../../../server/src/contracts/webhook';
import { paths } from '../../paths';
import { usePermissions } from '../../permissions';
import { useText } from '../../translations/use-text';
import { DeleteWebhookDialog } from '../state/DeleteWebhookDialog';
import { DisableWebhookDialog } from '../state/DisableWebhookDialog';
import { WebhookCondition } from './WebhookCondition';
import { Target, Trigger } from './WebhookWords';
import { WebhookMenu } from '../state/WebhookMenu';
import { useSetWebhookState } from '../state/use-set-webhook-state';

interface WebhookRowProps {
  webhook: Webhook;
  /** Given by the table body: its keyboard navigation counts with it. */
  'aria-rowindex'?: number;
}

export function WebhookRow({ webhook, ...row }: WebhookRowProps) {
  const text = useText();
  const { webhooks: can } = usePermissions();
  const [setState, isSaving] = useSetWebhookState(webhook);
  const [dialog, setDialog] = useState<'disable' | 'delete' | null>(null);
  const close = () => setDialog(null);
  const choose = (state: WebhookState) =>
    state === 'disabled' ? setDialog('disable') : void setState(state);

  return (
    <Tr {...row}>
      <Td>
        <Flex direction="column" alignItems="flex-start" maxWidth="28rem">
          <Link
            tag={NavLink}
            to={paths.webhook(webhook.documentId)}
            style={{ maxWidth: '100%', whiteSpace: 'normal', overflowWrap: 'anywhere' }}
          >
            {webhook.name}
          </Link>
          {webhook.origin === 'code' && <Badge>{text('webhooks.inCode')}</Badge>}
          {webhook.description && (
            <Typography variant="pi" textColor="neutral600" ellipsis maxWidth="100%">
              {webhook.description}
            </Typography>
          )}
        </Flex>
      </Td>
      <Td>
        <Trigger webhook={webhook} />
      </Td>
      <Td>
        <Target webhook={webhook} />
      </Td>
      <Td>
        <WebhookCondition webhook={webhook} />
      </Td>
      <Td>
        <Switch
          aria-label={text('webhooks.switch', { name: webhook.name })}
          checked={webhook.state === 'enabled'}
          disabled={!can.update || isSaving}
          onCheckedChange={(on) => choose(on ? 'enabled' : 'disabled')}
        />
      </Td>
      <Td>
        <WebhookMenu webhook={webhook} onSetState={choose} onDelete={() => setDialog('delete')} />
        <DisableWebhookDialog
          webhook={webhook}
          open={dialog === 'disable'}
          onClose={close}
          onChoose={setState}
        />
        <DeleteWebhookDialog webhook={webhook} open={dialog === 'delete'} onClose={close} />
      </Td>
    </Tr>
  );
}
