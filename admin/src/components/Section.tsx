import { Flex, Typography } from '@strapi/design-system';
import { useId, type ReactNode } from 'react';

interface SectionProps {
  title: string;
  children: ReactNode;
}

export function Section({ title, children }: SectionProps) {
  const titleId = useId();
  return (
    <Flex tag="section" aria-labelledby={titleId} direction="column" alignItems="stretch" gap={3}>
      <Typography tag="h3" variant="delta" id={titleId}>
        {title}
      </Typography>
      {children}
    </Flex>
  );
}
