import { SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { useText } from '../../translations/use-text';

interface FilterSelectProps {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** One choice that narrows a list; empty shows the label, clearing it shows all again. */
export function FilterSelect({ label, value, options, onChange }: FilterSelectProps) {
  const text = useText();
  return (
    <SingleSelect
      aria-label={label}
      placeholder={label}
      size="S"
      value={value}
      onChange={(next) => onChange(String(next))}
      onClear={() => onChange('')}
      clearLabel={text('filter.clearOne', { filter: label })}
    >
      {options.map((option) => (
        <SingleSelectOption key={option.value} value={option.value}>
          {option.label}
        </SingleSelectOption>
      ))}
    </SingleSelect>
  );
}
