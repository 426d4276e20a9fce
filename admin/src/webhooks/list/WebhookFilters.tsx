import { Box, Flex } from '@strapi/design-system';

import { WEBHOOK_STATES } from '../../../../server/src/contracts/webhook-choices';
import { useContentTypes } from '../../api/content-types';
import { FilterSelect } from '../../components/filters/FilterSelect';
import { FilterText } from '../../components/filters/FilterText';
import type { useUrlFilters } from '../../hooks/use-url-filters';
import { useText } from '../../translations/use-text';

/** `_q` is the name that Strapi's own lists give a search in the address. */
export const WEBHOOK_FILTERS = ['_q', 'state', 'contentType'] as const;

interface WebhookFiltersProps {
  filters: ReturnType<typeof useUrlFilters<(typeof WEBHOOK_FILTERS)[number]>>;
}

export function WebhookFilters({ filters }: WebhookFiltersProps) {
  const text = useText();
  const { all } = useContentTypes();

  return (
    <Flex gap={2} wrap="wrap" role="group" aria-label={text('webhooks.filters')}>
      <Box width="22rem">
        <FilterText
          label={text('webhooks.search')}
          value={filters.values._q}
          onChange={(search) => filters.set('_q', search)}
        />
      </Box>
      <Box width="18rem">
        <FilterSelect
          label={text('webhooks.filter.state')}
          value={filters.values.state}
          options={WEBHOOK_STATES.map((state) => ({ value: state, label: text(`state.${state}`) }))}
          onChange={(state) => filters.set('state', state)}
        />
      </Box>
      <Box width="22rem">
        <FilterSelect
          label={text('webhooks.filter.contentType')}
          value={filters.values.contentType}
          options={all.map(({ uid, displayName }) => ({ value: uid, label: displayName }))}
          onChange={(uid) => filters.set('contentType', uid)}
        />
      </Box>
    </Flex>
  );
}
