import { Flex, TextButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';

import { useText } from '../../../translations/use-text';
import { Fieldset } from './Fieldset';
import { HeaderRow } from './HeaderRow';
import { useLeadsElsewhere } from './use-leads-elsewhere';
import { useRows } from './use-rows';

export function HeaderRows() {
  const text = useText();
  const headers = useRows('headers');
  const elsewhere = useLeadsElsewhere();
  const { rows, disabled, error, add } = headers;
  const hint = rows.some(({ secret }) => secret) ? 'form.headers.hint.secret' : 'form.headers.hint';

  return (
    <Fieldset
      path="headers"
      legend={text('form.headers')}
      error={error}
      hint={text(rows.length === 0 ? 'form.headers.none' : hint)}
    >
      {rows.map((row, index) => (
        <HeaderRow
          key={row.rowId}
          index={index}
          row={row}
          headers={headers}
          elsewhere={elsewhere}
        />
      ))}
      {!disabled && (
        <Flex>
          <TextButton
            startIcon={<Plus />}
            onClick={() => add({ key: '', value: '', secret: false, storedKey: '' })}
          >
            {text('form.headers.add')}
          </TextButton>
        </Flex>
      )}
    </Fieldset>
  );
}
