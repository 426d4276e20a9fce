import { Box, Flex, Typography } from '@strapi/design-system';
import { useMemo } from 'react';

import { useGetDocumentWebhookDeliveryQuery } from '../../api/deliveries';
import { errorStatusOf } from '../../api/errors';
import { LoadFailed } from '../../components/list/LoadFailed';
import { Loading } from '../../components/list/Loading';
import { Nothing } from '../../components/list/Nothing';
import { useText } from '../../translations/use-text';
import { usePolling } from '../list/use-polling';
import { AttemptList } from './AttemptList';
import { DeliveryFacts } from './DeliveryFacts';
import { DetailHeader } from './DetailHeader';
import { RequestView } from '../../components/request/RequestView';
import { Section } from '../../components/Section';

/** All details of one delivery, updated until it is settled. */
export function DeliveryDetailView({ id }: { id: string }) {
  const text = useText();
  const {
    data,
    error,
    refetch,
    fulfilledTimeStamp: readAt,
  } = useGetDocumentWebhookDeliveryQuery(id, { refetchOnMountOrArgChange: true });
  const delivery = data?.data;
  const deliveries = useMemo(() => (delivery ? [delivery] : []), [delivery]);
  usePolling({ deliveries, readAt, refetch });

  if (errorStatusOf(error) === 404) return <Nothing content={text('detail.missing')} />;
  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (!delivery) return <Loading />;
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
          {delivery.request ? (
            <RequestView request={delivery.request} />
          ) : (
            <Typography variant="pi" textColor="neutral600">
              {text(`detail.request.${delivery.status === 'skipped' ? 'skipped' : 'none'}`)}
            </Typography>
          )}
        </Section>
      </Flex>
    </Box>
  );
}
