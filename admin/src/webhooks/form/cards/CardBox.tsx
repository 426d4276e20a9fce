import { Box, Flex } from '@strapi/design-system';
import type { ReactNode } from 'react';

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
