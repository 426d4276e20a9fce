import { Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { Webhook } from '../../../../server/src/contracts/webhook';
import { useGetDocumentWebhookDeliveryQuery } from '../../api/deliveries';
import { paths } from '../../paths';
import { usePermissions } from '../../permissions';
import { useText } from '../../translations/use-text';

/** The error of the condition, and the way to the events on which it failed, for who may see them. */
export function ConditionFailure({ webhook }: { webhook: Webhook }) {
  const text = useText();
  const { deliveries: can } = usePermissions();
  const { conditionFailed } = webhook.health;
  const { data } = useGetDocumentWebhookDeliveryQuery(conditionFailed ?? '', {
    skip: !can.read || conditionFailed === null,
  });
  if (!can.read) return null;
  return (
    <>
      {data && (
        <Typography
          variant="pi"
          textColor="neutral800"
          style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}
        >
          {data.data.reason}
        </Typography>
      )}
      <Link tag={NavLink} to={paths.skippedOf(webhook.documentId)}>
        {text('health.conditionFails.events')}
      </Link>
    </>
  );
}
