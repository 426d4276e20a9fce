import { Box, Flex, Typography } from '@strapi/design-system';
import { useId, type ReactNode } from 'react';

interface CardProps {
  title: string;
  /** One line on what the card decides, or what it now holds. */
  summary?: string;
  children: ReactNode;
}

export function Card({ title, summary, children }: CardProps) {
  const titleId = useId();
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
        <div>
          <Typography tag="h2" variant="delta" id={titleId}>
            {title}
          </Typography>
          {summary && (
            <Typography tag="p" variant="pi" textColor="neutral600">
              {summary}
            </Typography>
          )}
        </div>
        {children}
      </Flex>
    </Box>
  );
}
