import { Flex, Radio, Typography } from '@strapi/design-system';

export interface RadioOptionsProps<Value extends string> {
  label: string;
  value: Value;
  options: { value: Value; label: string; explanation: string }[];
  disabled?: boolean;
  onChange: (value: Value) => void;
}

/** One of a few, each with a line that says what it means. */
export function RadioOptions<Value extends string>(props: RadioOptionsProps<Value>) {
  const { label, value, options, disabled = false, onChange } = props;
  return (
    <Radio.Group
      value={value}
      disabled={disabled}
      aria-label={label}
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
  );
}
