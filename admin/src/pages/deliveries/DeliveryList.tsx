import { Button, EmptyStateLayout, Flex, LinkButton, Loader } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { NavLink } from 'react-router-dom';

import type { ListDeliveries } from '../../../../server/src/contracts/deliveries';
import type { QueryState } from '../../api/query-state';
import { ListPagination } from '../../components/ListPagination';
import { LoadFailed } from '../../components/LoadFailed';
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

/** The rows, or what stands in their place: loading, failed, nothing found, nothing yet. */
export function DeliveryList({ query, filtered, onClearFilters, openId }: DeliveryListProps) {
  const text = useText();
  const { webhooks: can } = usePermissions();
  const { data, error, refetch } = query;

  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <Flex justifyContent="center" padding={10}>
        <Loader>{text('loading')}</Loader>
      </Flex>
    );
  }
  if (data.data.length > 0) {
    return (
      <div>
        <DeliveryTable deliveries={data.data} openId={openId} />
        <ListPagination pagination={data.meta.pagination} />
      </div>
    );
  }
  return (
    <EmptyStateLayout
      icon={<EmptyDocuments width="16rem" />}
      content={text(filtered ? 'deliveries.noMatch' : 'deliveries.empty')}
      action={
        filtered ? (
          <Button variant="secondary" onClick={onClearFilters}>
            {text('filter.clear')}
          </Button>
        ) : (
          can.read && (
            <LinkButton tag={NavLink} variant="secondary" to={paths.webhooks}>
              {text('deliveries.empty.action')}
            </LinkButton>
          )
        )
      }
      hasRadius
      shadow="tableShadow"
    />
  );
}
