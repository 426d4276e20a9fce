import { Flex, Typography } from '@strapi/design-system';
import { Link, type To } from 'react-router-dom';
import { styled } from 'styled-components';

import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { useContentTypes } from '../../api/content-types';
import { useActorWords } from '../../hooks/use-actor-words';
import { useEventWords } from '../../hooks/use-event-words';
import { useText } from '../../translations/use-text';
import { linkIdOf } from '../list/link-id';
import { useOrderWords } from './use-order-words';
import { useOutcomeWords } from './use-outcome-words';

interface DeliveryWordsProps {
  delivery: Delivery;
  others: Delivery[];
  to: To;
  /** Whether that is shown now. */
  open: boolean;
}

/** The event and its document, and below them the outcome. */
export function DeliveryWords({ delivery, others, to, open }: DeliveryWordsProps) {
  const text = useText();
  const { nameOf } = useContentTypes();
  const eventWord = useEventWords();
  const outcome = useOutcomeWords();
  const { sequence, merged } = useOrderWords(delivery);
  const by = useActorWords()(delivery.actor);
  const details = [
    delivery.trigger === 'test' && text('deliveries.test'),
    delivery.documentId,
    delivery.locale,
    by !== null && delivery.actor?.type !== 'system' && text('deliveries.by', { actor: by }),
    sequence,
    merged,
  ];

  return (
    <>
      <Flex gap={2} wrap="wrap" style={{ rowGap: 0 }}>
        <EventLink
          id={linkIdOf(delivery.id)}
          to={to}
          aria-current={open}
          onClick={(event) => event.stopPropagation()}
        >
          {text('deliveries.what', {
            type: nameOf(delivery.uid ?? ''),
            event: eventWord(delivery.event),
          })}
        </EventLink>
        <Typography variant="pi" textColor="neutral600">
          {details.filter(Boolean).join(' · ')}
        </Typography>
      </Flex>
      <Typography tag="p" variant="pi" textColor="neutral800">
        {outcome(delivery, others)}
      </Typography>
    </>
  );
}

const EventLink = styled(Link)`
  color: ${({ theme }) => theme.colors.neutral800};
  font-size: ${({ theme }) => theme.fontSizes[2]};
  font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  text-decoration: none;

  &:hover {
    text-decoration: underline;
  }
`;
