import { Button, Flex } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useParams } from 'react-router-dom';

import { useListDocumentWebhookDeliveriesQuery } from '../../api/deliveries';
import { SectionTabs } from '../../components/SectionTabs';
import { usePageInRange } from '../../components/use-page-in-range';
import { useUrlFilters } from '../../components/use-url-filters';
import { useText } from '../../translations/use-text';
import { DELIVERY_FILTERS, toDeliveryQuery } from './delivery-filters';
import { DeliveryFilters } from './DeliveryFilters';
import { DeliveryList } from './DeliveryList';
import { DeliveryDetail } from './detail/DeliveryDetail';
import { pollInterval } from './poll-interval';
import { SplitView } from './SplitView';

/** The log, and beside it the delivery that the address names. */
export function DeliveriesPage() {
  const text = useText();
  const { id } = useParams();
  const filters = useUrlFilters(DELIVERY_FILTERS);
  const [pollingInterval, setPollingInterval] = useState(0);
  const deliveries = useListDocumentWebhookDeliveriesQuery(
    { page: filters.page, pageSize: filters.pageSize, ...toDeliveryQuery(filters.values) },
    { refetchOnMountOrArgChange: true, pollingInterval },
  );
  usePageInRange(deliveries.data?.meta.pagination);

  const interval = pollInterval(deliveries.data?.data ?? [], Date.now());
  if (interval !== pollingInterval) setPollingInterval(interval);

  return (
    <Page.Main>
      <Page.Title>{text('deliveries.title')}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={text('deliveries.title')}
        subtitle={text('deliveries.subtitle', {
          total: deliveries.data?.meta.pagination.total ?? 0,
        })}
        primaryAction={
          <Button
            variant="tertiary"
            startIcon={<ArrowClockwise />}
            loading={deliveries.isFetching && !deliveries.isLoading && pollingInterval === 0}
            onClick={() => void deliveries.refetch()}
          >
            {text('action.refresh')}
          </Button>
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4} paddingBottom={8}>
          <SectionTabs />
          <DeliveryFilters filters={filters} deliveries={deliveries.data?.data ?? []} />
          <SplitView aside={id !== undefined && <DeliveryDetail key={id} id={id} />}>
            <DeliveryList
              query={deliveries}
              filtered={filters.active}
              onClearFilters={filters.clear}
              openId={id}
            />
          </SplitView>
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
