import { Flex, TextButton, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';

import { useText } from '../../../translations/use-text';
import { Fieldset } from './Fieldset';
import { MappingRow } from './MappingRow';
import { useFieldOptions } from './use-field-options';
import { useRows } from './use-rows';

/** Which fields go out, under which keys, in which order. */
export function MappingRows() {
  const text = useText();
  const mapping = useRows('mapping');
  const options = useFieldOptions();
  const empty = mapping.rows.length === 0;

  return (
    <Fieldset
      path="mapping"
      legend={text('form.mapping')}
      error={mapping.error}
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
          {!mapping.disabled && <Typography width="12.6rem" />}
        </Flex>
      )}
      {mapping.rows.map((row, index) => (
        <MappingRow key={row.rowId} index={index} mapping={mapping} options={options} />
      ))}
      {!mapping.disabled && (
        <Flex>
          <TextButton startIcon={<Plus />} onClick={() => mapping.add({ fieldname: '', key: '' })}>
            {text('form.mapping.add')}
          </TextButton>
        </Flex>
      )}
    </Fieldset>
  );
}
