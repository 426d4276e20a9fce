import { Flex } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';

import { useListDocumentWebhookDeliveriesQuery } from '../api/deliveries';
import { useKnownWebhooks } from '../hooks/use-known-webhooks';
import { RefreshButton } from '../components/list/RefreshButton';
import { SectionTabs } from '../components/SectionTabs';
import { usePageInRange } from '../hooks/use-page-in-range';
import { useReadAgain } from '../hooks/use-read-again';
import { useUrlFilters } from '../hooks/use-url-filters';
import { useText } from '../translations/use-text';
import { RecoverButton } from '../deliveries/recover/RecoverButton';
import { DELIVERY_FILTERS, toDeliveryQuery } from '../deliveries/list/delivery-filters';
import { DeliveryFilters } from '../deliveries/list/DeliveryFilters';
import { DeliveryList } from '../deliveries/list/DeliveryList';
import { DeliveryDetailView } from '../deliveries/detail/DeliveryDetail';
import { SplitView } from '../deliveries/list/SplitView';
import { usePolling } from '../deliveries/list/use-polling';
import { HEADING_ID } from '../components/form/focus-field';

const NONE: never[] = [];
/** Whether a paused or failing webhook still holds what waits. */
const HOLDS_INTERVAL_MS = 15_000;

/** The log, and beside it the delivery that the address names. */
export function DeliveriesPage() {
  const text = useText();
  const { id } = useParams();
  const filters = useUrlFilters(DELIVERY_FILTERS);
  const query = useListDocumentWebhookDeliveriesQuery(
    { page: filters.page, pageSize: filters.pageSize, ...toDeliveryQuery(filters.values) },
    { refetchOnMountOrArgChange: true },
  );
  const { fulfilledTimeStamp: readAt, refetch } = query;
  const deliveries = query.data?.data ?? NONE;
  const pagination = query.data?.meta.pagination;
  usePolling({ deliveries, readAt, refetch });
  const webhooks = useKnownWebhooks();
  const waits = deliveries.some(({ status }) => status === 'pending');
  useReadAgain({ intervalMs: waits ? HOLDS_INTERVAL_MS : 0, refetch: webhooks.refetch });
  usePageInRange(pagination);
  const webhook = webhooks.find(filters.values.webhook);

  return (
    <Page.Main>
      <Page.Title>{text('deliveries.title')}</Page.Title>
      <Layouts.Header
        id={HEADING_ID}
        title={text('deliveries.title')}
        subtitle={text('deliveries.subtitle', { total: pagination?.total ?? 0 })}
        primaryAction={
          <Flex gap={2}>
            {webhook && <RecoverButton webhook={webhook} />}
            <RefreshButton refetch={refetch} />
          </Flex>
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4} paddingBottom={8}>
          <SectionTabs />
          <DeliveryFilters filters={filters} deliveries={deliveries} />
          <SplitView aside={id !== undefined && <DeliveryDetailView key={id} id={id} />}>
            <DeliveryList
              query={query}
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
