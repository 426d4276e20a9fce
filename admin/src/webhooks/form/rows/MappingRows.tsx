import { Flex, TextButton, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';

import { useText } from '../../../translations/use-text';
import { Fieldset } from '../../../components/form/Fieldset';
import { MappingRow } from './MappingRow';
import { useFieldOptions } from '../fields/use-field-options';
import { rowButtons, useRows } from './use-rows';

/** Which fields go out, under which keys, in which order. */
export function MappingRows() {
  const text = useText();
  const { rows, disabled, error, actions } = useRows('mapping');
  const options = useFieldOptions();
  const empty = rows.length === 0;

  return (
    <Fieldset
      path="mapping"
      legend={text('form.mapping')}
      error={error}
      hint={text(empty ? 'form.mapping.none' : 'form.mapping.order')}
    >
      {!empty && (
        <Flex gap={2} aria-hidden>
          <Typography variant="pi" textColor="neutral600" flex="1">
            {text('form.mapping.fieldname')}
          </Typography>
          <Typography variant="pi" textColor="neutral600" flex="1" paddingLeft={6}>
            {text('form.mapping.key')}
          </Typography>
          {!disabled && <Typography width="12.6rem" />}
        </Flex>
      )}
      {rows.map((row, index) => (
        <MappingRow
          key={row.rowId}
          row={row}
          index={index}
          rowCount={rows.length}
          disabled={disabled}
          options={options}
          actions={actions}
        />
      ))}
      {!disabled && (
        <Flex>
          <TextButton
            id={rowButtons.add('mapping')}
            startIcon={<Plus />}
            onClick={() => actions.add({ fieldname: '', key: '' })}
          >
            {text('form.mapping.add')}
          </TextButton>
        </Flex>
      )}
    </Fieldset>
  );
}
