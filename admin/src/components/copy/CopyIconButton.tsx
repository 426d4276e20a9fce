import { IconButton } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';

import { useCopy } from './use-copy';

interface CopyIconButtonProps {
  /** What it copies, in words. */
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
