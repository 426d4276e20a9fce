import { Table, Tbody, Thead, Tr } from '@strapi/design-system';

import type { Webhook } from '../../../../server/src/contracts/webhook';
import { HeadCell } from '../../components/list/HeadCell';
import { useText } from '../../translations/use-text';
import { WebhookRow } from './WebhookRow';

export function WebhookTable({ webhooks }: { webhooks: Webhook[] }) {
  const text = useText();
  return (
    <Table colCount={6} rowCount={webhooks.length + 1} aria-label={text('webhooks.title')}>
      <Thead>
        <Tr>
          <HeadCell label={text('webhooks.column.name')} />
          <HeadCell label={text('webhooks.column.when')} />
          <HeadCell label={text('webhooks.column.to')} />
          <HeadCell label={text('webhooks.column.state')} />
          <HeadCell label={text('webhooks.column.switch')} hidden />
          <HeadCell label={text('webhooks.column.actions')} hidden />
        </Tr>
      </Thead>
      <Tbody>
        {webhooks.map((webhook) => (
          <WebhookRow key={webhook.documentId} webhook={webhook} />
        ))}
      </Tbody>
    </Table>
  );
}
