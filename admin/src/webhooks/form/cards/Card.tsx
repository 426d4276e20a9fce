import { Typography } from '@strapi/design-system';
import { useId, type ReactNode } from 'react';

import { CardBox } from './CardBox';

export function Card({ title, children }: { title: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <CardBox titleId={titleId}>
      <Typography tag="h2" variant="delta" id={titleId}>
        {title}
      </Typography>
      {children}
    </CardBox>
  );
}
