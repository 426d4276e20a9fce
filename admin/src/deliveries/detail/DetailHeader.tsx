import { Button, Flex, IconButton, Typography } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';

import type { DeliveryDetail } from '../../../../server/src/contracts/deliveries';
import { DeliveryStatusMark } from '../../components/marks/DeliveryStatusMark';
import { focusWhenShown } from '../../components/form/focus-field';
import { paths } from '../../paths';
import { usePermissions } from '../../permissions';
import { useText } from '../../translations/use-text';
import { linkIdOf } from '../list/link-id';
import { useOutcomeWords } from '../words/use-outcome-words';
import { CancelDialog, REDELIVER_ID } from './CancelDialog';
import { BusyButton } from '../../components/BusyButton';
import { RedeliverDialog } from './RedeliverDialog';
import { useUnsettledOfDocument } from './use-unsettled-of-document';

/** Status and outcome at a glance, what can be done, and the way back to the list. */
export function DetailHeader({ delivery }: { delivery: DeliveryDetail }) {
  const text = useText();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { deliveries: can } = usePermissions();
  const outcome = useOutcomeWords();
  const others = useUnsettledOfDocument(delivery);
  const [dialog, setDialog] = useState<'redeliver' | 'cancel' | null>(null);
  const close = () => setDialog(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // On a narrow screen the list goes, and the link that was pressed with it.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);

  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Flex justifyContent="space-between" alignItems="flex-start" gap={2}>
        <Typography
          ref={heading}
          tag="h2"
          tabIndex={-1}
          variant="omega"
          fontWeight="bold"
          style={{ overflowWrap: 'anywhere' }}
        >
          {delivery.id}
        </Typography>
        <IconButton
          variant="ghost"
          label={text('detail.close')}
          onClick={() => {
            navigate({ pathname: paths.deliveries, search });
            focusWhenShown(linkIdOf(delivery.id));
          }}
        >
          <Cross />
        </IconButton>
      </Flex>
      <Flex gap={3} wrap="wrap">
        <DeliveryStatusMark delivery={delivery} />
        <Typography textColor="neutral800">{outcome(delivery, others)}</Typography>
      </Flex>
      {can.redeliver && delivery.trigger !== 'test' && (
        <Flex gap={2} paddingTop={2}>
          <BusyButton
            id={REDELIVER_ID}
            variant="secondary"
            busy={delivery.status === 'sending'}
            onClick={() => setDialog('redeliver')}
          >
            {text('redeliver.action')}
          </BusyButton>
          {delivery.status === 'pending' && (
            <Button variant="danger-light" onClick={() => setDialog('cancel')}>
              {text('cancel.action')}
            </Button>
          )}
        </Flex>
      )}
      <RedeliverDialog id={delivery.id} open={dialog === 'redeliver'} onClose={close} />
      <CancelDialog id={delivery.id} open={dialog === 'cancel'} onClose={close} />
    </Flex>
  );
}
