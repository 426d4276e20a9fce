import { SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { useText, type TextKey } from '../../../translations/use-text';
import { LabelledField } from '../../../components/form/LabelledField';

interface PreviewSelectProps {
  name: 'uid' | 'event' | 'locale';
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** A select of the preview; hidden if there is only one option. */
export function PreviewSelect({ name, value, options, onChange }: PreviewSelectProps) {
  const text = useText();
  if (options.length < 2) return null;
  return (
    <LabelledField
      path={`preview-${name}`}
      label={text(`preview.${name}` satisfies TextKey)}
      error={undefined}
    >
      <SingleSelect value={value} onChange={(next) => onChange(String(next))}>
        {options.map((option) => (
          <SingleSelectOption key={option.value} value={option.value}>
            {option.label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </LabelledField>
  );
}
