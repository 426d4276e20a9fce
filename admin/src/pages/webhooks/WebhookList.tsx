import { Button, EmptyStateLayout, Flex, LinkButton, Loader } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { NavLink } from 'react-router-dom';

import type { ListWebhooks } from '../../../../server/src/contracts/webhooks';
import type { QueryState } from '../../api/query-state';
import { ListPagination } from '../../components/ListPagination';
import { LoadFailed } from '../../components/LoadFailed';
import { paths } from '../../paths';
import { usePermissions } from '../../permissions';
import { useText } from '../../translations/use-text';
import { WebhookTable } from './WebhookTable';

interface WebhookListProps {
  query: QueryState<ListWebhooks.Response>;
  filtered: boolean;
  onClearFilters: () => void;
}

/** The rows, or what stands in their place: loading, failed, nothing found, nothing yet. */
export function WebhookList({ query, filtered, onClearFilters }: WebhookListProps) {
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
        <WebhookTable webhooks={data.data} />
        <ListPagination pagination={data.meta.pagination} />
      </div>
    );
  }
  return (
    <EmptyStateLayout
      icon={<EmptyDocuments width="16rem" />}
      content={text(filtered ? 'webhooks.noMatch' : 'webhooks.empty')}
      action={
        filtered ? (
          <Button variant="secondary" onClick={onClearFilters}>
            {text('filter.clear')}
          </Button>
        ) : (
          can.create && (
            <LinkButton tag={NavLink} to={paths.newWebhook} startIcon={<Plus />}>
              {text('webhooks.create')}
            </LinkButton>
          )
        )
      }
      hasRadius
      shadow="tableShadow"
    />
  );
}
