import { Button } from '@strapi/design-system';

import { useCopy } from './use-copy';

interface CopyButtonProps {
  label: string;
  value: string;
}

export function CopyButton({ label, value }: CopyButtonProps) {
  const copy = useCopy();
  return (
    <Button size="S" variant="tertiary" onClick={() => void copy(value)}>
      {label}
    </Button>
  );
}
