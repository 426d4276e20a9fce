import { Field } from '@strapi/design-system';

import { SecretInput } from '../../../components/form/SecretInput';
import { useText, type TextKey } from '../../../translations/use-text';
import { RowInput } from './RowInput';
import { keepsSecret, type HeaderRowValues } from '../state/rows';
import { useOwnError } from '../state/use-webhook-field';

interface HeaderValueProps {
  index: number;
  row: HeaderRowValues;
  /** The effect on a stored secret if nothing is typed. */
  kept: TextKey;
  disabled: boolean;
  onChange: (value: string) => void;
}

/** A value, or where it is secret what becomes of the one that is stored. */
export function HeaderValue({ index, row, kept, disabled, onChange }: HeaderValueProps) {
  const text = useText();
  const path = `headers.${index}.value`;
  const error = useOwnError(path);
  const label = text('form.headers.value', { row: index + 1 });
  const input = { value: row.value, disabled, onChange };

  if (!row.secret) {
    const placeholder = text('form.headers.value.placeholder');
    return <RowInput path={path} label={label} placeholder={placeholder} {...input} />;
  }
  return (
    <Field.Root id={path} name={path} error={error ?? false}>
      <SecretInput
        aria-label={label}
        placeholder={text(keepsSecret(row) ? kept : 'form.headers.value.placeholder')}
        {...input}
      />
      <Field.Error />
    </Field.Root>
  );
}
