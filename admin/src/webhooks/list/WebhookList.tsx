import { LinkButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { NavLink } from 'react-router-dom';

import type { ListWebhooks } from '../../../../server/src/contracts/webhooks';
import type { QueryState } from '../../api/query-string';
import { ListContent } from '../../components/list/ListContent';
import { paths } from '../../paths';
import { usePermissions } from '../../permissions';
import { useText } from '../../translations/use-text';
import { WebhookTable } from './WebhookTable';

interface WebhookListProps {
  query: QueryState<ListWebhooks.Response>;
  filtered: boolean;
  onClearFilters: () => void;
}

export function WebhookList(props: WebhookListProps) {
  const text = useText();
  const { webhooks: can } = usePermissions();
  const create = can.create && (
    <LinkButton tag={NavLink} to={paths.newWebhook} startIcon={<Plus />}>
      {text('webhooks.create')}
    </LinkButton>
  );

  return (
    <ListContent
      {...props}
      noMatch={text('webhooks.noMatch')}
      none={{ content: text('webhooks.empty'), action: create }}
    >
      {(webhooks) => <WebhookTable webhooks={webhooks} />}
    </ListContent>
  );
}
