import { Flex, Radio, Typography } from '@strapi/design-system';

import { Fieldset } from './Fieldset';

interface RadioChoiceProps<Value extends string> {
  path: string;
  legend: string;
  value: Value;
  hint?: string | undefined;
  options: { value: Value; label: string; explanation: string }[];
  error: string | undefined;
  disabled: boolean;
  onChange: (value: Value) => void;
}

/** One of a few, each with a line that says what it means. */
export function RadioChoice<Value extends string>(props: RadioChoiceProps<Value>) {
  const { path, legend, hint, value, options, error, disabled, onChange } = props;
  return (
    <Fieldset path={path} legend={legend} {...(hint !== undefined && { hint })} error={error}>
      <Radio.Group
        value={value}
        disabled={disabled}
        aria-label={legend}
        onValueChange={(next) => {
          const chosen = options.find((option) => option.value === next);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <Radio.Item key={option.value} value={option.value}>
            <Flex direction="column" alignItems="flex-start" tag="span">
              <Typography textColor="neutral800">{option.label}</Typography>
              <Typography variant="pi" textColor="neutral600">
                {option.explanation}
              </Typography>
            </Flex>
          </Radio.Item>
        ))}
      </Radio.Group>
    </Fieldset>
  );
}
