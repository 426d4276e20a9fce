import { Button } from '@strapi/design-system';
import { useClipboard, useNotification } from '@strapi/strapi/admin';

import { useText } from '../../translations/use-text';

interface CopyButtonProps {
  label: string;
  content: string;
}

export function CopyButton({ label, content }: CopyButtonProps) {
  const text = useText();
  const { copy } = useClipboard();
  const { toggleNotification } = useNotification();
  const copyIt = async () => {
    if (await copy(content)) toggleNotification({ type: 'info', message: text('detail.copied') });
  };

  return (
    <Button size="S" variant="tertiary" onClick={() => void copyIt()}>
      {label}
    </Button>
  );
}
