import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { styled } from 'styled-components';

interface FieldsetProps {
  path: string;
  legend: string;
  required?: boolean;
  hint?: string;
  error: string | undefined;
  children: ReactNode;
}

/** Several controls that answer one question: radios, checkboxes, rows. */
export function Fieldset({ path, legend, required, hint, error, children }: FieldsetProps) {
  const noteId = `${path}-note`;
  const note = error ?? hint;
  return (
    <Bare id={path} tabIndex={-1} aria-describedby={note ? noteId : undefined}>
      <Legend>
        <Typography variant="pi" fontWeight="bold" textColor="neutral800">
          {legend}
          {required && (
            <Typography aria-hidden textColor="danger600">
              *
            </Typography>
          )}
        </Typography>
      </Legend>
      <Flex direction="column" alignItems="stretch" gap={2}>
        {children}
        {note && (
          <Typography
            tag="p"
            id={noteId}
            variant="pi"
            textColor={error ? 'danger600' : 'neutral600'}
          >
            {note}
          </Typography>
        )}
      </Flex>
    </Bare>
  );
}

const Bare = styled.fieldset`
  border: 0;
  margin: 0;
  padding: 0;
  min-width: 0;

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 4px;
  }
`;

const Legend = styled.legend`
  padding: 0;
  margin-bottom: ${({ theme }) => theme.spaces[2]};
`;
