import { Flex, Td, Tr, Typography } from '@strapi/design-system';
import { Link, useLocation, useNavigate } from 'react-router-dom';
import { styled } from 'styled-components';

import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { useContentTypes } from '../../api/content-types';
import { DeliveryStatusMark } from '../../components/DeliveryStatusMark';
import { RelativeTime } from '../../components/RelativeTime';
import { useEventWords } from '../../components/use-event-words';
import { paths } from '../../paths';
import { useText } from '../../translations/use-text';
import { useOutcomeWords } from './use-outcome-words';

interface DeliveryRowProps {
  delivery: Delivery;
  narrow: boolean;
  /** Shown beside the list. */
  open: boolean;
  /** Given by the table body: its keyboard navigation counts with it. */
  'aria-rowindex'?: number;
}

/** The whole row opens the delivery; for the keyboard, its event is the link. */
export function DeliveryRow({ delivery, narrow, open, ...row }: DeliveryRowProps) {
  const text = useText();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { nameOf } = useContentTypes();
  const eventWord = useEventWords();
  const outcome = useOutcomeWords();
  const to = { pathname: paths.delivery(delivery.id), search };
  const details = [
    delivery.documentId,
    delivery.locale,
    delivery.coalesced > 0 && text('deliveries.merged', { count: delivery.coalesced }),
  ];
  const time = <RelativeTime at={delivery.createdAt} />;

  return (
    <Row {...row} $open={open} onClick={() => navigate(to)}>
      <Td>
        <DeliveryStatusMark delivery={delivery} />
      </Td>
      <Td>
        <Flex gap={2} wrap="wrap" style={{ rowGap: 0 }}>
          <EventLink to={to} aria-current={open} onClick={(event) => event.stopPropagation()}>
            {text('deliveries.what', {
              type: nameOf(delivery.uid),
              event: eventWord(delivery.event),
            })}
          </EventLink>
          <Typography variant="pi" textColor="neutral600">
            {details.filter(Boolean).join(' · ')}
          </Typography>
        </Flex>
        <Typography tag="p" variant="pi" textColor="neutral800">
          {outcome(delivery)}
        </Typography>
        {narrow && (
          <Typography tag="p" variant="pi" textColor="neutral600">
            {delivery.webhook.name} · {time}
          </Typography>
        )}
      </Td>
      {!narrow && (
        <Td>
          <Typography textColor="neutral800">{delivery.webhook.name}</Typography>
        </Td>
      )}
      {!narrow && (
        <Td>
          <Typography textColor="neutral600">{time}</Typography>
        </Td>
      )}
    </Row>
  );
}

const Row = styled(Tr)<{ $open: boolean }>`
  cursor: pointer;

  & > td {
    height: auto;
    padding-block: ${({ theme }) => theme.spaces[3]};
    background: ${({ theme, $open }) => ($open ? theme.colors.primary100 : 'transparent')};
    white-space: normal;
    overflow-wrap: anywhere;
  }

  & > td:not(:nth-child(2)) {
    white-space: nowrap;
  }
`;

const EventLink = styled(Link)`
  color: ${({ theme }) => theme.colors.neutral800};
  font-size: ${({ theme }) => theme.fontSizes[2]};
  font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  text-decoration: none;

  &:hover {
    text-decoration: underline;
  }
`;
