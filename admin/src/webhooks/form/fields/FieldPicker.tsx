import { Combobox, ComboboxOption, Field, Typography } from '@strapi/design-system';
import { useState } from 'react';

import { useText } from '../../../translations/use-text';
import type { FieldOption } from './field-options';
import { useOwnError } from '../state/use-webhook-field';

interface FieldPickerProps {
  path: string;
  label: string;
  value: string;
  disabled: boolean;
  options: FieldOption[];
  onChange: (path: string) => void;
}

/** The paths of the chosen types to search in; any other path may be typed. */
export function FieldPicker({ path, label, value, disabled, options, onChange }: FieldPickerProps) {
  const text = useText();
  const error = useOwnError(path);
  const [open, setOpen] = useState(false);

  return (
    <Field.Root id={path} name={path} error={error ?? false}>
      <Combobox
        aria-label={label}
        placeholder={text('form.mapping.fieldname.placeholder')}
        autocomplete={{ type: 'list', filter: 'contains' }}
        allowCustomValue
        value={value}
        textValue={value}
        onTextValueChange={onChange}
        open={open}
        onOpenChange={setOpen}
        disabled={disabled}
        noOptionsMessage={(typed) => text('form.mapping.fieldname.asTyped', { typed })}
      >
        {/* A closed combobox would keep a hidden copy of all its options: of every row, that is. */}
        {open &&
          bestFirst(options, value).map((option) => (
            <ComboboxOption key={option.path} value={option.path} textValue={option.path}>
              {option.path} <Hint option={option} />
            </ComboboxOption>
          ))}
      </Combobox>
      <Field.Error />
    </Field.Root>
  );
}

/** Paths that begin with the typed text come before paths that contain it: `name`, `author.name`. */
function bestFirst(options: FieldOption[], typed: string): FieldOption[] {
  const start = typed.toLowerCase();
  const begins = ({ path }: FieldOption) => path.toLowerCase().startsWith(start);
  return [...options.filter(begins), ...options.filter((option) => !begins(option))];
}

function Hint({ option }: { option: FieldOption }) {
  const text = useText();
  const words =
    option.kind === 'context'
      ? [option.description]
      : [
          option.type,
          option.list && text('form.mapping.list'),
          option.owners.length > 0 &&
            text('form.mapping.onlyIn', { types: option.owners.join(', ') }),
        ];
  return (
    <Typography variant="pi" textColor="neutral600">
      {words.filter(Boolean).join(', ')}
    </Typography>
  );
}
