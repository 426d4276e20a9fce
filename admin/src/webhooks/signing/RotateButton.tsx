import { Button } from '@strapi/design-system';
import { ArrowsCounterClockwise } from '@strapi/icons';
import { useState } from 'react';

import type { Signing } from '../../../../server/src/contracts/webhook-choices';
import type { Webhook } from '../../../../server/src/contracts/webhook';
import { useText } from '../../translations/use-text';
import { RotateDialog } from './RotateDialog';

interface RotateButtonProps {
  webhook: Webhook;
  signing: Exclude<Signing, 'none'>;
}

export function RotateButton(props: RotateButtonProps) {
  const text = useText();
  const [open, setOpen] = useState(false);

  return (
    <>
      <Button
        variant="secondary"
        startIcon={<ArrowsCounterClockwise />}
        onClick={() => setOpen(true)}
      >
        {text('signing.rotate')}
      </Button>
      {open && <RotateDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
