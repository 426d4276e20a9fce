import { MultiSelect, MultiSelectOption } from '@strapi/design-system';

import { useText } from '../../translations/use-text';

interface FilterMultiSelectProps {
  label: string;
  /** Values with commas between. */
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** Several choices, any of which may match. */
export function FilterMultiSelect({ label, value, options, onChange }: FilterMultiSelectProps) {
  const text = useText();
  const chosen = value === '' ? [] : value.split(',');
  const labels = options.filter((option) => chosen.includes(option.value)).map((o) => o.label);
  return (
    <MultiSelect
      aria-label={label}
      placeholder={label}
      size="S"
      value={chosen}
      customizeContent={() => labels.join(', ')}
      onChange={(next) => onChange(next.join(','))}
      onClear={() => onChange('')}
      clearLabel={text('filter.clearOne', { filter: label })}
    >
      {options.map((option) => (
        <MultiSelectOption key={option.value} value={option.value}>
          {option.label}
        </MultiSelectOption>
      ))}
    </MultiSelect>
  );
}
