import { Box, Flex, IconButton, TextButton } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import { styled } from 'styled-components';

import { useText } from '../../../translations/use-text';
import { FieldPicker } from './FieldPicker';
import { Fieldset } from './Fieldset';
import { useFieldOptions } from './use-field-options';
import { useRows } from './use-rows';
import { useWebhookValues } from './use-webhook-field';

/** Of which fields one must have changed. Only updates are asked, so others are not asked about it. */
export function WatchedFields() {
  const text = useText();
  const { rows, disabled, error, add, change, remove } = useRows('watchedFields');
  const { events } = useWebhookValues();
  const options = useFieldOptions().filter(({ kind }) => kind === 'field');
  if (!events.includes('entry.update') && rows.length === 0) return null;

  return (
    <Fieldset
      path="watchedFields"
      legend={text('form.watchedFields')}
      error={error}
      hint={text(rows.length === 0 ? 'form.watchedFields.any' : 'form.watchedFields.hint')}
    >
      <Cells>
        {rows.map(({ rowId, path }, index) => (
          <Flex key={rowId} alignItems="flex-start">
            <Box flex="1">
              <FieldPicker
                path={`watchedFields.${index}`}
                label={text('form.watchedFields.row', { row: index + 1 })}
                value={path}
                disabled={disabled}
                options={options}
                onChange={(next) => change(index, { path: next })}
              />
            </Box>
            {!disabled && (
              <IconButton
                variant="ghost"
                size="L"
                label={text('form.watchedFields.remove', { row: index + 1 })}
                onClick={() => remove(index)}
              >
                <Trash />
              </IconButton>
            )}
          </Flex>
        ))}
      </Cells>
      {!disabled && (
        <Flex>
          <TextButton startIcon={<Plus />} onClick={() => add({ path: '' })}>
            {text('form.watchedFields.add')}
          </TextButton>
        </Flex>
      )}
    </Fieldset>
  );
}

const Cells = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr));
  gap: ${({ theme }) => theme.spaces[2]};

  &:empty {
    display: none;
  }
`;
