import type { ReactNode } from 'react';

import { CodeArea } from '../../../components/form/CodeArea';
import { useText } from '../../../translations/use-text';
import { LabelledField } from '../../../components/form/LabelledField';
import { useWebhookField } from '../state/use-webhook-field';

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

  return (
    <LabelledField
      path={name}
      label={text(`form.${name}`)}
      hint={hint}
      error={error}
      required={required}
    >
      <CodeArea
        value={value}
        lines={lines}
        placeholder={placeholder}
        disabled={disabled}
        onChange={set}
      />
    </LabelledField>
  );
}
