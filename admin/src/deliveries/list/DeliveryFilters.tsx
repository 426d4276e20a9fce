import { Button, Flex, Grid } from '@strapi/design-system';
import type { ReactElement } from 'react';

import { DELIVERY_STATUSES, type Delivery } from '../../../../server/src/contracts/deliveries';
import { DOCUMENT_EVENTS } from '../../../../server/src/contracts/webhook-choices';
import { useContentTypes } from '../../api/content-types';
import { FilterMultiSelect } from '../../components/filters/FilterMultiSelect';
import { FilterSelect } from '../../components/filters/FilterSelect';
import { FilterText } from '../../components/filters/FilterText';
import type { useUrlFilters } from '../../hooks/use-url-filters';
import { useText } from '../../translations/use-text';
import type { DeliveryFilterName } from './delivery-filters';
import { useWebhookOptions } from './use-webhook-options';

interface DeliveryFiltersProps {
  filters: ReturnType<typeof useUrlFilters<DeliveryFilterName>>;
  /** The deliveries shown, which contain the names of deleted webhooks. */
  deliveries: Delivery[];
}

export function DeliveryFilters({ filters, deliveries }: DeliveryFiltersProps) {
  const text = useText();
  const { all } = useContentTypes();
  const { values, set } = filters;
  const webhooks = useWebhookOptions(values.webhook, deliveries);
  const filter = (name: DeliveryFilterName) => ({
    label: text(`deliveries.filter.${name}`),
    value: values[name],
    onChange: (value: string) => set(name, value),
  });

  return (
    <Flex
      direction="column"
      alignItems="stretch"
      gap={2}
      role="group"
      aria-label={text('deliveries.filters')}
    >
      <Grid.Root gap={2}>
        <Cell>
          <FilterSelect {...filter('webhook')} options={webhooks} />
        </Cell>
        <Cell>
          <FilterMultiSelect
            {...filter('status')}
            options={DELIVERY_STATUSES.map((status) => ({
              value: status,
              label: text(`status.${status}`),
            }))}
          />
        </Cell>
        <Cell>
          <FilterSelect
            {...filter('event')}
            options={DOCUMENT_EVENTS.map((event) => ({
              value: event,
              label: text(`form.event.${event}`),
            }))}
          />
        </Cell>
        <Cell>
          <FilterSelect
            {...filter('uid')}
            options={all.map(({ uid, displayName }) => ({ value: uid, label: displayName }))}
          />
        </Cell>
        <Cell>
          <FilterText {...filter('documentId')} />
        </Cell>
        <Cell>
          <FilterText {...filter('statusCode')} inputMode="numeric" />
        </Cell>
        <Cell>
          <FilterText {...filter('from')} type="datetime-local" />
        </Cell>
        <Cell>
          <FilterText {...filter('to')} type="datetime-local" />
        </Cell>
      </Grid.Root>
      {filters.active && (
        <Flex>
          <Button variant="ghost" size="S" onClick={filters.clear}>
            {text('filter.clear')}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}

function Cell({ children }: { children: ReactElement }) {
  return (
    <Grid.Item col={3} s={6} xs={12} direction="column" alignItems="stretch" minWidth={0}>
      {children}
    </Grid.Item>
  );
}
