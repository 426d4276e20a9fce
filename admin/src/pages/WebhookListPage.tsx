import { Flex, LinkButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';

import { SectionTabs } from '../components/SectionTabs';
import { useUrlFilters } from '../hooks/use-url-filters';
import { paths } from '../paths';
import { usePermissions } from '../permissions';
import { useText } from '../translations/use-text';
import { TransferMenu } from '../webhooks/transfer/TransferMenu';
import { HeldNotice } from '../webhooks/state/HeldNotice';
import { useWebhookList } from '../webhooks/list/use-webhook-list';
import { WebhookFilters, WEBHOOK_FILTERS } from '../webhooks/list/WebhookFilters';
import { WebhookList } from '../webhooks/list/WebhookList';
import { HEADING_ID } from '../components/form/focus-field';

export function WebhookListPage() {
  const text = useText();
  const { webhooks: can } = usePermissions();
  const filters = useUrlFilters(WEBHOOK_FILTERS);
  const { query, isFetching, total, attention, held } = useWebhookList(filters);

  return (
    <Page.Main aria-busy={isFetching}>
      <Page.Title>{text('webhooks.title')}</Page.Title>
      <Layouts.Header
        id={HEADING_ID}
        title={text('webhooks.title')}
        subtitle={text('webhooks.subtitle', { total, attention })}
        secondaryAction={can.read && <TransferMenu />}
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
          <HeldNotice held={held} />
          <WebhookFilters filters={filters} />
          <WebhookList query={query} filtered={filters.active} onClearFilters={filters.clear} />
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
