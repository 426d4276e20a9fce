import { IconButton } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';

import { useCopy } from './use-copy';

interface CopyIconButtonProps {
  /** The label, which names the copied text. */
  label: string;
  value: string;
}

export function CopyIconButton({ label, value }: CopyIconButtonProps) {
  const copy = useCopy();
  return (
    <IconButton label={label} onClick={() => void copy(value)}>
      <Duplicate />
    </IconButton>
  );
}
