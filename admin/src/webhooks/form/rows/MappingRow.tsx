import { Box, Flex, IconButton, Typography } from '@strapi/design-system';
import { ArrowDown, ArrowUp, Trash } from '@strapi/icons';
import { memo } from 'react';

import { useText } from '../../../translations/use-text';
import type { FieldOption } from '../fields/field-options';
import { FieldPicker } from '../fields/FieldPicker';
import { MappedValue } from './MappedValue';
import { RowInput } from './RowInput';
import type { MappingRowValues as Row } from '../state/rows';
import { rowButtons, type RowActions } from './use-rows';

interface MappingRowProps {
  row: Row;
  index: number;
  rowCount: number;
  disabled: boolean;
  options: FieldOption[];
  actions: RowActions<Row>;
}

/** One row of the mapping. It renders only when it changes itself: there may be hundreds. */
export const MappingRow = memo(function MappingRow(props: MappingRowProps) {
  const { row, index, disabled, options, actions } = props;
  const text = useText();
  const number = { row: index + 1 };

  return (
    <Flex
      gap={2}
      alignItems="flex-start"
      wrap="wrap"
      role="group"
      aria-label={text('form.row', number)}
    >
      <Box flex="1 1 14rem" minWidth={0}>
        <FieldPicker
          path={`mapping.${index}.fieldname`}
          label={text('form.mapping.fieldname.row', number)}
          value={row.fieldname}
          disabled={disabled}
          options={options}
          onChange={(next) => actions.change(index, { fieldname: next })}
        />
      </Box>
      <Typography aria-hidden textColor="neutral500" paddingTop={2}>
        →
      </Typography>
      <Box flex="1 1 14rem" minWidth={0}>
        <RowInput
          path={`mapping.${index}.key`}
          label={text('form.mapping.key.row', number)}
          placeholder={row.fieldname}
          value={row.key}
          disabled={disabled}
          onChange={(next) => actions.change(index, { key: next })}
        />
        <MappedValue fieldname={row.fieldname} />
      </Box>
      {!disabled && <RowButtons {...props} />}
    </Flex>
  );
});

function RowButtons({ index, rowCount, actions }: MappingRowProps) {
  const text = useText();
  const row = index + 1;
  return (
    <Flex>
      <IconButton
        id={rowButtons.up(index)}
        variant="ghost"
        size="L"
        disabled={row === 1}
        label={text('form.row.up', { row })}
        onClick={() => actions.move(index, index - 1)}
      >
        <ArrowUp />
      </IconButton>
      <IconButton
        id={rowButtons.down(index)}
        variant="ghost"
        size="L"
        disabled={row === rowCount}
        label={text('form.row.down', { row })}
        onClick={() => actions.move(index, index + 1)}
      >
        <ArrowDown />
      </IconButton>
      <IconButton
        id={rowButtons.remove('mapping', index)}
        variant="ghost"
        size="L"
        label={text('form.row.remove', { row })}
        onClick={() => actions.remove(index)}
      >
        <Trash />
      </IconButton>
    </Flex>
  );
}
