import { Field } from '@strapi/design-system';

import { useOwnError } from '../state/use-webhook-field';

interface RowInputProps {
  path: string;
  /** Read out, not shown: names the row too. */
  label: string;
  placeholder: string;
  value: string;
  disabled: boolean;
  onChange: (value: string) => void;
}

/** A text box of a row, with its error below it. */
export function RowInput({ path, label, value, onChange, ...input }: RowInputProps) {
  const error = useOwnError(path);
  return (
    <Field.Root id={path} name={path} error={error ?? false}>
      <Field.Input
        {...input}
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <Field.Error />
    </Field.Root>
  );
}
