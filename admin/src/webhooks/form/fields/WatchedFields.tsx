import { Box, Flex, IconButton, TextButton } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import { memo, useMemo } from 'react';
import { styled } from 'styled-components';

import { useText } from '../../../translations/use-text';
import type { FieldOption } from './field-options';
import { FieldPicker } from './FieldPicker';
import { Fieldset } from '../../../components/form/Fieldset';
import { useFormState } from '../state/form-state';
import type { WatchedRow } from '../state/rows';
import { useFieldOptions } from './use-field-options';
import { rowButtons, useRows, type RowActions } from '../rows/use-rows';

/** The watched fields. Shown for webhooks with update events, and if there are rows to remove. */
export function WatchedFields() {
  const text = useText();
  const { rows, disabled, error, actions } = useRows('watchedFields');
  const asksUpdates = useFormState(({ values }) => values.events.includes('entry.update'));
  const all = useFieldOptions();
  const options = useMemo(() => all.filter(({ kind }) => kind === 'field'), [all]);
  if (!asksUpdates && rows.length === 0) return null;

  return (
    <Fieldset
      path="watchedFields"
      legend={text('form.watchedFields')}
      error={error}
      hint={text(rows.length === 0 ? 'form.watchedFields.any' : 'form.watchedFields.hint')}
    >
      <Cells>
        {rows.map((row, index) => (
          <WatchedFieldRow
            key={row.rowId}
            row={row}
            index={index}
            disabled={disabled}
            options={options}
            actions={actions}
          />
        ))}
      </Cells>
      {!disabled && (
        <Flex>
          <TextButton
            id={rowButtons.add('watchedFields')}
            startIcon={<Plus />}
            onClick={() => actions.add({ path: '' })}
          >
            {text('form.watchedFields.add')}
          </TextButton>
        </Flex>
      )}
    </Fieldset>
  );
}

interface WatchedFieldRowProps {
  row: WatchedRow;
  index: number;
  disabled: boolean;
  options: FieldOption[];
  actions: RowActions<WatchedRow>;
}

/** It renders only when it changes itself. */
const WatchedFieldRow = memo(function WatchedFieldRow(props: WatchedFieldRowProps) {
  const { row, index, disabled, options, actions } = props;
  const text = useText();
  const number = { row: index + 1 };
  return (
    <Flex alignItems="flex-start">
      <Box flex="1" minWidth={0}>
        <FieldPicker
          path={`watchedFields.${index}`}
          label={text('form.watchedFields.row', number)}
          value={row.path}
          disabled={disabled}
          options={options}
          onChange={(path) => actions.change(index, { path })}
        />
      </Box>
      {!disabled && (
        <IconButton
          id={rowButtons.remove('watchedFields', index)}
          variant="ghost"
          size="L"
          label={text('form.watchedFields.remove', number)}
          onClick={() => actions.remove(index)}
        >
          <Trash />
        </IconButton>
      )}
    </Flex>
  );
});

const Cells = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr));
  gap: ${({ theme }) => theme.spaces[2]};

  &:empty {
    display: none;
  }
`;
