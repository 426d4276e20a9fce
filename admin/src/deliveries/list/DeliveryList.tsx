import { LinkButton } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { ListDeliveries } from '../../../../server/src/contracts/deliveries';
import type { QueryState } from '../../api/query-string';
import { ListContent } from '../../components/list/ListContent';
import { paths } from '../../paths';
import { usePermissions } from '../../permissions';
import { useText } from '../../translations/use-text';
import { DeliveryTable } from './DeliveryTable';

interface DeliveryListProps {
  query: QueryState<ListDeliveries.Response>;
  filtered: boolean;
  onClearFilters: () => void;
  /** The delivery shown beside the list. */
  openId: string | undefined;
}

export function DeliveryList({ openId, ...list }: DeliveryListProps) {
  const text = useText();
  const { webhooks: can } = usePermissions();
  const toWebhooks = can.read && (
    <LinkButton tag={NavLink} variant="secondary" to={paths.webhooks}>
      {text('deliveries.empty.action')}
    </LinkButton>
  );

  return (
    <ListContent
      {...list}
      noMatch={text('deliveries.noMatch')}
      none={{ content: text('deliveries.empty'), action: toWebhooks }}
    >
      {(deliveries) => <DeliveryTable deliveries={deliveries} openId={openId} />}
    </ListContent>
  );
}
