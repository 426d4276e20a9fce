import { Badge, Flex, Link, Switch, Td, Tr, Typography } from '@strapi/design-system';
import { useRef, useState } from 'react';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';

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
  const menu = useRef<HTMLButtonElement>(null);
  const close = () => setDialog(null);
  const choose = (state: WebhookState) =>
    state === 'disabled' ? setDialog('disable') : void setState(state);

  return (
    <Tr {...row}>
      <Td>
        <Flex direction="column" alignItems="flex-start" maxWidth="24rem">
          <OneLine tag={NavLink} to={paths.webhook(webhook.documentId)} title={webhook.name}>
            {webhook.name}
          </OneLine>
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
          disabled={!can.update}
          // Not `disabled` while it is saved, which would lose the focus.
          aria-busy={isSaving}
          onCheckedChange={(on) => !isSaving && choose(on ? 'enabled' : 'disabled')}
        />
      </Td>
      <Td>
        <WebhookMenu
          webhook={webhook}
          button={menu}
          onSetState={choose}
          onDelete={() => setDialog('delete')}
        />
        <DisableWebhookDialog
          webhook={webhook}
          open={dialog === 'disable'}
          returnTo={menu}
          onClose={close}
          onChoose={setState}
        />
        <DeleteWebhookDialog
          webhook={webhook}
          open={dialog === 'delete'}
          returnTo={menu}
          onClose={close}
        />
      </Td>
    </Tr>
  );
}

/** A long name ends in an ellipsis: rows keep their height, and the table its width. */
const OneLine = styled(Link)`
  max-width: 100%;

  & > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;
