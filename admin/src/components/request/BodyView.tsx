import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useMemo, useState } from 'react';
import { styled } from 'styled-components';

import { codeFont } from '../code-font';
import { useText } from '../../translations/use-text';
import { CopyButton } from '../copy/CopyButton';
import { prettyJson } from './pretty-json';

interface BodyViewProps {
  label: string;
  body: string | null;
}

/** A body as text and nothing else: a receiver may answer with anything, scripts included. */
export function BodyView({ label, body }: BodyViewProps) {
  const text = useText();
  const [raw, setRaw] = useState(false);
  const pretty = useMemo(() => (body === null ? null : prettyJson(body)), [body]);

  if (!body) {
    return (
      <Typography variant="pi" textColor="neutral600">
        {text('detail.body.none')}
      </Typography>
    );
  }

  return (
    <Box>
      <Flex gap={2} paddingBottom={2}>
        {pretty !== null && (
          <Button
            size="S"
            variant="tertiary"
            aria-pressed={raw}
            onClick={() => setRaw((before) => !before)}
          >
            {text(raw ? 'detail.body.pretty' : 'detail.body.raw')}
          </Button>
        )}
        <CopyButton label={text('detail.copy')} value={body} />
      </Flex>
      <Code tabIndex={0} role="region" aria-label={label}>
        {raw || pretty === null ? body : pretty}
      </Code>
    </Box>
  );
}

const Code = styled.pre`
  ${codeFont}
  margin: 0;
  padding: ${({ theme }) => theme.spaces[3]};
  max-height: 40rem;
  overflow: auto;
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral100};
  color: ${({ theme }) => theme.colors.neutral800};
  white-space: pre-wrap;
  overflow-wrap: anywhere;
`;
