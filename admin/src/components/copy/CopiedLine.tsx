import { Box, Flex, Typography } from '@strapi/design-system';
import { useId } from 'react';
import { styled } from 'styled-components';

import { codeFont } from '../code-font';
import { CopyIconButton } from './CopyIconButton';

interface CopiedLineProps {
  label: string;
  /** The label of the button. */
  copyLabel: string;
  value: string;
}

/** A text for machines, whole, to be copied. */
export function CopiedLine({ label, copyLabel, value }: CopiedLineProps) {
  const labelId = useId();
  return (
    <Box minWidth={0}>
      <Typography id={labelId} variant="pi" fontWeight="bold" textColor="neutral800">
        {label}
      </Typography>
      <Flex gap={2} alignItems="flex-start" paddingTop={1}>
        <Code tabIndex={0} role="region" aria-labelledby={labelId}>
          {value}
        </Code>
        <CopyIconButton label={copyLabel} value={value} />
      </Flex>
    </Box>
  );
}

const Code = styled.code`
  ${codeFont}
  flex: 1;
  min-width: 0;
  padding: ${({ theme }) => theme.spaces[2]};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral100};
  color: ${({ theme }) => theme.colors.neutral800};
  overflow-wrap: anywhere;
`;
