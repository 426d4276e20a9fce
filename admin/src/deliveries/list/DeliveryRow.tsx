import { Td, Tr, Typography } from '@strapi/design-system';
import { useLocation, useNavigate } from 'react-router-dom';
import { styled } from 'styled-components';

import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { DeliveryStatusMark } from '../../components/marks/DeliveryStatusMark';
import { RelativeTime } from '../../components/time/RelativeTime';
import { paths } from '../../paths';
import { DeliveryWords } from '../words/DeliveryWords';

interface DeliveryRowProps {
  delivery: Delivery;
  /** The deliveries in the list, which can include one that this delivery waits behind. */
  others: Delivery[];
  narrow: boolean;
  /** Shown beside the list. */
  open: boolean;
  /** Given by the table body: its keyboard navigation counts with it. */
  'aria-rowindex'?: number;
}

/** The whole row opens the delivery; for the keyboard, its event is the link. */
export function DeliveryTableRow({ delivery, others, narrow, open, ...row }: DeliveryRowProps) {
  const navigate = useNavigate();
  const { search } = useLocation();
  const to = { pathname: paths.delivery(delivery.id), search };
  const time = <RelativeTime at={delivery.createdAt} />;

  return (
    <Row {...row} $open={open} onClick={() => navigate(to)}>
      <Td>
        <DeliveryStatusMark delivery={delivery} />
      </Td>
      <Td>
        <DeliveryWords delivery={delivery} others={others} to={to} open={open} />
        {narrow && (
          <Typography tag="p" variant="pi" textColor="neutral600">
            {delivery.webhook.name} · {time}
          </Typography>
        )}
      </Td>
      {!narrow && (
        <Td>
          <Typography
            tag="p"
            textColor="neutral800"
            title={delivery.webhook.name}
            ellipsis
            maxWidth="24rem"
          >
            {delivery.webhook.name}
          </Typography>
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
