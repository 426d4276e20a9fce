import { Box, Flex, Typography } from '@strapi/design-system';
import { type ReactNode, useId } from 'react';

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

/** The frame of a card. */
export function CardBox({ titleId, children }: { titleId: string; children: ReactNode }) {
  return (
    <Box
      tag="section"
      aria-labelledby={titleId}
      background="neutral0"
      shadow="tableShadow"
      hasRadius
      padding={{ initial: 4, medium: 6 }}
    >
      <Flex direction="column" alignItems="stretch" gap={5}>
        {children}
      </Flex>
    </Box>
  );
}
