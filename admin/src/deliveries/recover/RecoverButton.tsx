import { Button } from '@strapi/design-system';
import { ClockCounterClockwise } from '@strapi/icons';
import { useState } from 'react';

import type { Webhook } from '../../../../server/src/contracts/webhook';
import { usePermissions } from '../../permissions';
import { useText } from '../../translations/use-text';
import { RecoverDialog } from './RecoverDialog';

/** Opens the dialog; hidden from users who may not redeliver. */
export function RecoverButton({ webhook }: { webhook: Webhook }) {
  const text = useText();
  const { deliveries: can } = usePermissions();
  const [open, setOpen] = useState(false);
  if (!can.redeliver) return null;

  return (
    <>
      <Button
        variant="tertiary"
        startIcon={<ClockCounterClockwise />}
        onClick={() => setOpen(true)}
      >
        {text('recover.action')}
      </Button>
      {open && <RecoverDialog webhook={webhook} onClose={() => setOpen(false)} />}
    </>
  );
}
