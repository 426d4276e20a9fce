import { Box, Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

import { textColorOf } from '../marks/Mark';

interface NoticeProps {
  tone: 'danger' | 'warning' | 'primary';
  title: string;
  children?: ReactNode;
}

/** A permanent message in the page; a danger is announced immediately. */
export function Notice({ tone, title, children }: NoticeProps) {
  return (
    <Box
      role={tone === 'danger' ? 'alert' : 'status'}
      background={`${tone}100`}
      borderColor={`${tone}200`}
      hasRadius
      padding={4}
    >
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <Typography tag="p" fontWeight="bold" textColor={textColorOf(tone)}>
          {title}
        </Typography>
        {children}
      </Flex>
    </Box>
  );
}
