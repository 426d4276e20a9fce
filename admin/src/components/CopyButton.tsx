import { IconButton } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useClipboard, useNotification } from '@strapi/strapi/admin';

import { useText } from '../translations/use-text';

interface CopyButtonProps {
  /** What it copies, in words. */
  label: string;
  value: string;
}

/** Browsers refuse to copy where a page came without TLS: then the text has to be selected by hand. */
export function CopyButton({ label, value }: CopyButtonProps) {
  const text = useText();
  const { copy } = useClipboard();
  const { toggleNotification } = useNotification();

  const copyValue = async () => {
    if (await copy(value)) toggleNotification({ type: 'info', message: text('detail.copied') });
    else toggleNotification({ type: 'warning', message: text('copy.failed') });
  };

  return (
    <IconButton label={label} onClick={() => void copyValue()}>
      <Duplicate />
    </IconButton>
  );
}
