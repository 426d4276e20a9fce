import { Box, Flex, IconButton, TextButton } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';

import { useText } from '../../../translations/use-text';
import { Fieldset } from './Fieldset';
import { RowInput } from './RowInput';
import { useRows } from './use-rows';

export function HeaderRows() {
  const text = useText();
  const { rows, disabled, error, add, change, remove } = useRows('headers');

  return (
    <Fieldset
      path="headers"
      legend={text('form.headers')}
      error={error}
      hint={text(rows.length === 0 ? 'form.headers.none' : 'form.headers.hint')}
    >
      {rows.map(({ rowId, key, value }, index) => (
        <Flex key={rowId} gap={2} alignItems="flex-start">
          <Box flex="2">
            <RowInput
              path={`headers.${index}.key`}
              label={text('form.headers.key', { row: index + 1 })}
              placeholder="Authorization"
              value={key}
              disabled={disabled}
              onChange={(next) => change(index, { key: next })}
            />
          </Box>
          <Box flex="3">
            <RowInput
              path={`headers.${index}.value`}
              label={text('form.headers.value', { row: index + 1 })}
              placeholder={text('form.headers.value.placeholder')}
              value={value}
              disabled={disabled}
              onChange={(next) => change(index, { value: next })}
            />
          </Box>
          {!disabled && (
            <IconButton
              variant="ghost"
              size="L"
              label={text('form.headers.remove', { row: index + 1 })}
              onClick={() => remove(index)}
            >
              <Trash />
            </IconButton>
          )}
        </Flex>
      ))}
      {!disabled && (
        <Flex>
          <TextButton
            startIcon={<Plus />}
            onClick={() => add({ key: '', value: '', secret: false })}
          >
            {text('form.headers.add')}
          </TextButton>
        </Flex>
      )}
    </Fieldset>
  );
}
