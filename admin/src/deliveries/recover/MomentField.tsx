import { Field } from '@strapi/design-system';

import { MomentBox } from '../../components/time/moment-box';

interface MomentFieldProps {
  name: string;
  label: string;
  hint: string;
  /** As a date-time box holds it: local, to the minute. */
  value: string;
  error: string | undefined;
  disabled: boolean;
  required?: boolean;
  onChange: (value: string) => void;
}

export function MomentField(props: MomentFieldProps) {
  const { name, label, hint, value, error, disabled, required = false, onChange } = props;
  return (
    <Field.Root
      id={`recover-${name}`}
      name={name}
      required={required}
      error={error ?? false}
      hint={hint}
      flex="1"
    >
      <Field.Label>{label}</Field.Label>
      <MomentBox>
        <Field.Input
          type="datetime-local"
          value={value}
          disabled={disabled}
          onChange={(event) => onChange(event.target.value)}
        />
      </MomentBox>
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}
