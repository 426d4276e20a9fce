import { Box, Flex, IconButton, Typography } from '@strapi/design-system';
import { ArrowDown, ArrowUp, Trash } from '@strapi/icons';

import { useText } from '../../../translations/use-text';
import type { FieldOption } from './field-options';
import { FieldPicker } from './FieldPicker';
import { MappedValue } from './MappedValue';
import { RowInput } from './RowInput';
import type { useRows } from './use-rows';

interface MappingRowProps {
  index: number;
  mapping: ReturnType<typeof useRows<'mapping'>>;
  options: FieldOption[];
}

export function MappingRow({ index, mapping, options }: MappingRowProps) {
  const text = useText();
  const { rows, disabled, change, move, remove } = mapping;
  const { fieldname = '', key = '' } = rows[index] ?? {};
  const row = index + 1;

  return (
    <Flex gap={2} alignItems="flex-start" role="group" aria-label={text('form.row', { row })}>
      <Box flex="1">
        <FieldPicker
          path={`mapping.${index}.fieldname`}
          label={text('form.mapping.fieldname.row', { row })}
          value={fieldname}
          disabled={disabled}
          options={options}
          onChange={(next) => change(index, { fieldname: next })}
        />
      </Box>
      <Typography aria-hidden textColor="neutral500" paddingTop={2}>
        →
      </Typography>
      <Box flex="1">
        <RowInput
          path={`mapping.${index}.key`}
          label={text('form.mapping.key.row', { row })}
          placeholder={fieldname}
          value={key}
          disabled={disabled}
          onChange={(next) => change(index, { key: next })}
        />
        <MappedValue fieldname={fieldname} />
      </Box>
      {!disabled && (
        <RowButtons
          row={row}
          rowCount={rows.length}
          onMove={(to) => move(index, to)}
          onRemove={() => remove(index)}
        />
      )}
    </Flex>
  );
}

interface RowButtonsProps {
  row: number;
  rowCount: number;
  onMove: (toIndex: number) => void;
  onRemove: () => void;
}

function RowButtons({ row, rowCount, onMove, onRemove }: RowButtonsProps) {
  const text = useText();
  return (
    <Flex>
      <IconButton
        variant="ghost"
        size="L"
        disabled={row === 1}
        label={text('form.row.up', { row })}
        onClick={() => onMove(row - 2)}
      >
        <ArrowUp />
      </IconButton>
      <IconButton
        variant="ghost"
        size="L"
        disabled={row === rowCount}
        label={text('form.row.down', { row })}
        onClick={() => onMove(row)}
      >
        <ArrowDown />
      </IconButton>
      <IconButton
        variant="ghost"
        size="L"
        label={text('form.row.remove', { row })}
        onClick={onRemove}
      >
        <Trash />
      </IconButton>
    </Flex>
  );
}
