import { Flex, MultiSelect, MultiSelectOption, Tag } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import type { MouseEvent } from 'react';

import { useText } from '../../translations/use-text';
import { focusSoon } from './focus-field';

interface TagSelectProps {
  /** The path of the attribute: the select gets the focus when a tag is removed. */
  path: string;
  placeholder: string;
  value: string[];
  options: { value: string; label: string }[];
  disabled: boolean;
  onChange: (value: string[]) => void;
}

/**
 * Several of a list, each with a button that takes it away. The design system puts its tags into the
 * select, where their buttons have no name and no keyboard reaches them.
 */
export function TagSelect(props: TagSelectProps) {
  const { path, placeholder, value, options, disabled, onChange } = props;
  const text = useText();
  const labelOf = (one: string) => options.find((option) => option.value === one)?.label ?? one;
  const remove = (one: string) => (event: MouseEvent) => {
    // The button of a tag would submit the form.
    event.preventDefault();
    onChange(value.filter((it) => it !== one));
    focusSoon(path);
  };

  return (
    <>
      <MultiSelect
        placeholder={placeholder}
        value={value}
        disabled={disabled}
        customizeContent={() => placeholder}
        onChange={onChange}
      >
        {options.map((option) => (
          <MultiSelectOption key={option.value} value={option.value}>
            {option.label}
          </MultiSelectOption>
        ))}
      </MultiSelect>
      {value.length > 0 && (
        <Flex tag="ul" gap={2} wrap="wrap">
          {value.map((one) => (
            <li key={one}>
              <Tag
                icon={<Cross aria-hidden />}
                label={text('form.tag.remove', { name: labelOf(one) })}
                disabled={disabled}
                onClick={remove(one)}
              >
                {labelOf(one)}
              </Tag>
            </li>
          ))}
        </Flex>
      )}
    </>
  );
}
