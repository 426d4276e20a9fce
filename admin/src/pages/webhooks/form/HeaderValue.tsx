import { Field } from '@strapi/design-system';

import { SecretInput } from '../../../components/SecretInput';
import { useText } from '../../../translations/use-text';
import { useFormErrors } from './form-errors';
import { RowInput } from './RowInput';
import { keepsSecret, type HeaderRow } from './values';

interface HeaderValueProps {
  index: number;
  row: HeaderRow;
  /** Whether stored secrets would go to somebody else than before. */
  elsewhere: boolean;
  disabled: boolean;
  onChange: (value: string) => void;
}

/** A value, or where it is secret what becomes of the one that is stored. */
export function HeaderValue({ index, row, elsewhere, disabled, onChange }: HeaderValueProps) {
  const text = useText();
  const { errors } = useFormErrors();
  const path = `headers.${index}.value`;
  const label = text('form.headers.value', { row: index + 1 });
  const input = { value: row.value, disabled, onChange };

  if (!row.secret) {
    const placeholder = text('form.headers.value.placeholder');
    return <RowInput path={path} label={label} placeholder={placeholder} {...input} />;
  }
  const kept = elsewhere ? 'form.headers.value.again' : 'form.headers.value.kept';
  return (
    <Field.Root id={path} name={path} error={errors[path] ?? false}>
      <SecretInput
        aria-label={label}
        placeholder={text(keepsSecret(row) ? kept : 'form.headers.value.placeholder')}
        {...input}
      />
      <Field.Error />
    </Field.Root>
  );
}
