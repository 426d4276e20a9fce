import { Link, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';

import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { useContentTypes } from '../../api/content-types';
import { useActorWords } from '../../hooks/use-actor-words';
import { useEventWords } from '../../hooks/use-event-words';
import { useTimeToCome } from '../../components/time/use-relative-time';
import { paths } from '../../paths';
import { useText } from '../../translations/use-text';
import { useOrderWords } from '../words/use-order-words';
import { usePermissions } from '../../permissions';
import { documentAddress } from './document-address';

/** Which event of which document, for which webhook, and when. */
export function DeliveryFacts({ delivery }: { delivery: Delivery }) {
  const text = useText();
  const { formatDate } = useIntl();
  const { webhooks: can } = usePermissions();
  const { all, nameOf } = useContentTypes();
  const eventWord = useEventWords();
  const timeToCome = useTimeToCome();
  const { sequence, merged } = useOrderWords(delivery);
  const actor = useActorWords()(delivery.actor);
  const address = documentAddress(delivery, all);
  const moment = (at: string) => formatDate(at, { dateStyle: 'medium', timeStyle: 'medium' });

  return (
    <Facts>
      <Fact label={text('detail.webhook')}>
        {can.read ? (
          <Link tag={NavLink} to={paths.webhook(delivery.webhook.documentId)}>
            {delivery.webhook.name}
          </Link>
        ) : (
          delivery.webhook.name
        )}
      </Fact>
      <Fact label={text('detail.event')}>
        {text('deliveries.what', {
          type: nameOf(delivery.uid ?? ''),
          event: eventWord(delivery.event),
        })}
      </Fact>
      <Fact label={text('detail.document')}>
        {address ? (
          <Link tag={NavLink} to={address}>
            {delivery.documentId}
          </Link>
        ) : (
          delivery.documentId
        )}
        {delivery.locale && ` (${delivery.locale})`}
      </Fact>
      {actor && <Fact label={text('detail.actor')}>{actor}</Fact>}
      {sequence && <Fact label={text('detail.sequence')}>{sequence}</Fact>}
      {merged && <Fact label={text('detail.merged')}>{merged}</Fact>}
      <Fact label={text('detail.createdAt')}>{moment(delivery.createdAt)}</Fact>
      {delivery.settledAt && (
        <Fact label={text('detail.settledAt')}>{moment(delivery.settledAt)}</Fact>
      )}
      {delivery.nextAttemptAt && timeToCome(delivery.nextAttemptAt) && (
        <Fact label={text('detail.nextAttemptAt')}>{moment(delivery.nextAttemptAt)}</Fact>
      )}
    </Facts>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Typography tag="dt" variant="sigma" textColor="neutral600">
        {label}
      </Typography>
      <Typography tag="dd" textColor="neutral800">
        {children}
      </Typography>
    </div>
  );
}

const Facts = styled.dl`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr));
  gap: ${({ theme }) => theme.spaces[3]};
  margin: 0;

  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
`;
