import { Textarea } from '@strapi/design-system';
import { styled } from 'styled-components';

import { codeFont } from '../code-font';

const MOST_LINES = 24;

interface CodeAreaProps {
  value: string;
  /** Shown even while there are fewer. */
  lines: number;
  placeholder: string;
  disabled?: boolean;
  onChange: (value: string) => void;
}

/** Code of some lines; it grows with what is written. */
export function CodeArea({ value, lines, placeholder, disabled = false, onChange }: CodeAreaProps) {
  const written = value.split('\n').length;
  return (
    <Code
      value={value}
      rows={Math.min(Math.max(written, lines), MOST_LINES)}
      placeholder={placeholder}
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

const Code = styled(Textarea)`
  ${codeFont}
  height: auto;
  min-height: 0;
  padding: ${({ theme }) => theme.spaces[3]};
`;
