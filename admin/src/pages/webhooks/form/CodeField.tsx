import { Textarea } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { styled } from 'styled-components';

import { codeFont } from '../../../components/code-font';
import { useText } from '../../../translations/use-text';
import { LabelledField } from './LabelledField';
import { useWebhookField } from './use-webhook-field';

const MOST_LINES = 24;

interface CodeFieldProps {
  name: 'condition' | 'template';
  hint: ReactNode;
  placeholder: string;
  required?: boolean;
  /** Shown even while there are fewer. */
  lines: number;
}

/** An expression of some lines; it grows with what is written. */
export function CodeField({ name, hint, placeholder, required = false, lines }: CodeFieldProps) {
  const text = useText();
  const { value, error, disabled, set } = useWebhookField(name);
  const written = value.split('\n').length;

  return (
    <LabelledField
      path={name}
      label={text(`form.${name}`)}
      hint={hint}
      error={error}
      required={required}
    >
      <Code
        value={value}
        rows={Math.min(Math.max(written, lines), MOST_LINES)}
        placeholder={placeholder}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        disabled={disabled}
        onChange={(event) => set(event.target.value)}
      />
    </LabelledField>
  );
}

const Code = styled(Textarea)`
  ${codeFont}
  height: auto;
  min-height: 0;
  padding: ${({ theme }) => theme.spaces[3]};
`;
