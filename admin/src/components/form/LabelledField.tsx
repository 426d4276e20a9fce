import { Field } from '@strapi/design-system';
import type { ReactNode } from 'react';

interface LabelledFieldProps {
  /** Dotted path of the attribute: also the id that the error summary leads to. */
  path: string;
  label: string;
  hint?: ReactNode;
  required?: boolean;
  error: string | undefined;
  children: ReactNode;
}

export function LabelledField(props: LabelledFieldProps) {
  const { path, label, hint, required = false, error, children } = props;
  return (
    <Field.Root id={path} name={path} required={required} error={error ?? false} hint={hint}>
      <Field.Label>{label}</Field.Label>
      {children}
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}
