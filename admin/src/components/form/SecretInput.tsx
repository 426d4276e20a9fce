import { Field } from '@strapi/design-system';
import { Eye, EyeStriked } from '@strapi/icons';
import { useState } from 'react';

import { useText } from '../../translations/use-text';

interface SecretInputProps {
  /** The label if none is shown beside it. */
  'aria-label'?: string;
  placeholder: string;
  value: string;
  disabled: boolean;
  onChange: (value: string) => void;
}

/** An input for a secret, hidden unless the user shows it. */
export function SecretInput({ value, onChange, ...input }: SecretInputProps) {
  const text = useText();
  const [shown, setShown] = useState(false);
  const Sign = shown ? Eye : EyeStriked;
  return (
    <Field.Input
      {...input}
      type={shown ? 'text' : 'password'}
      // No browser offers to fill in, or to keep, what is no password of a person.
      autoComplete="new-password"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      endAction={
        value !== '' && (
          <Field.Action
            label={text(shown ? 'secret.hide' : 'secret.show')}
            onClick={() => setShown((before) => !before)}
          >
            <Sign fill="neutral500" />
          </Field.Action>
        )
      }
    />
  );
}
