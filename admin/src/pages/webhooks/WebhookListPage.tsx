import { Flex, LinkButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';

import { WEBHOOK_STATES } from '../../../../server/src/contracts/webhooks';
import { useListDocumentWebhooksQuery } from '../../api/webhooks';
import { SectionTabs } from '../../components/SectionTabs';
import { usePageInRange } from '../../components/use-page-in-range';
import { useUrlFilters } from '../../components/use-url-filters';
import { paths } from '../../paths';
import { usePermissions } from '../../permissions';
import { useText } from '../../translations/use-text';
import { WebhookFilters, WEBHOOK_FILTERS } from './WebhookFilters';
import { WebhookList } from './WebhookList';

export function WebhookListPage() {
  const text = useText();
  const { webhooks: can } = usePermissions();
  const filters = useUrlFilters(WEBHOOK_FILTERS);
  const state = WEBHOOK_STATES.find((known) => known === filters.values.state);
  const webhooks = useListDocumentWebhooksQuery(
    {
      page: filters.page,
      pageSize: filters.pageSize,
      search: filters.values._q,
      contentType: filters.values.contentType,
      ...(state && { state }),
    },
    { refetchOnMountOrArgChange: true },
  );
  const pagination = webhooks.data?.meta.pagination;
  usePageInRange(pagination);

  return (
    <Page.Main aria-busy={webhooks.isFetching}>
      <Page.Title>{text('webhooks.title')}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={text('webhooks.title')}
        subtitle={text('webhooks.subtitle', { total: pagination?.total ?? 0 })}
        primaryAction={
          can.create && (
            <LinkButton tag={NavLink} to={paths.newWebhook} startIcon={<Plus />} size="S">
              {text('webhooks.create')}
            </LinkButton>
          )
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4} paddingBottom={8}>
          <SectionTabs />
          <WebhookFilters filters={filters} />
          <WebhookList query={webhooks} filtered={filters.active} onClearFilters={filters.clear} />
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
