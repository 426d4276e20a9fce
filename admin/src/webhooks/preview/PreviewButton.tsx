import { Button } from '@strapi/design-system';
import { Eye } from '@strapi/icons';
import { useIsDesktop } from '@strapi/strapi/admin';
import { forwardRef } from 'react';

import { useText } from '../../translations/use-text';

/** Calls the preview where it is not beside the form anyway. */
export const PreviewButton = forwardRef<HTMLButtonElement, { onOpen: () => void }>(
  ({ onOpen }, ref) => {
    const text = useText();
    const isDesktop = useIsDesktop();
    if (isDesktop) return null;
    return (
      <Button ref={ref} variant="tertiary" startIcon={<Eye />} onClick={onOpen}>
        {text('preview.title')}
      </Button>
    );
  },
);
PreviewButton.displayName = 'PreviewButton';
