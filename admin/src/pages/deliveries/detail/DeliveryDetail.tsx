import { Box, EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { useState } from 'react';

import { useGetDocumentWebhookDeliveryQuery } from '../../../api/deliveries';
import { statusOf } from '../../../api/errors';
import { LoadFailed } from '../../../components/LoadFailed';
import { useText } from '../../../translations/use-text';
import { pollInterval } from '../poll-interval';
import { AttemptList } from './AttemptList';
import { DeliveryFacts } from './DeliveryFacts';
import { DetailHeader } from './DetailHeader';
import { RequestView } from './RequestView';
import { Section } from './Section';

/** All that is known of one delivery; it keeps up while attempts are to come. */
export function DeliveryDetail({ id }: { id: string }) {
  const text = useText();
  const [pollingInterval, setPollingInterval] = useState(0);
  const { data, error, refetch } = useGetDocumentWebhookDeliveryQuery(id, {
    refetchOnMountOrArgChange: true,
    pollingInterval,
  });
  const delivery = data?.data;

  const interval = pollInterval(delivery ? [delivery] : [], Date.now());
  if (interval !== pollingInterval) setPollingInterval(interval);

  if (statusOf(error) === 404) {
    return (
      <EmptyStateLayout
        icon={<EmptyDocuments width="16rem" />}
        content={text('detail.missing')}
        hasRadius
        shadow="tableShadow"
      />
    );
  }
  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (!delivery) {
    return (
      <Flex justifyContent="center" padding={10}>
        <Loader>{text('loading')}</Loader>
      </Flex>
    );
  }
  return (
    <Box
      tag="section"
      aria-label={text('detail.title', { id })}
      background="neutral0"
      shadow="tableShadow"
      hasRadius
      padding={5}
    >
      <Flex direction="column" alignItems="stretch" gap={5}>
        <DetailHeader delivery={delivery} />
        <DeliveryFacts delivery={delivery} />
        <Section title={text('detail.attempts')}>
          <AttemptList delivery={delivery} />
        </Section>
        <Section title={text('detail.request')}>
          <RequestView request={delivery.request} />
        </Section>
      </Flex>
    </Box>
  );
}
