import { Flex, TextButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';

import { useText } from '../../../translations/use-text';
import { Fieldset } from '../../../components/form/Fieldset';
import { HeaderRow } from './HeaderRow';
import { useOriginChanged } from '../state/use-origin-changed';
import { rowButtons, useRows } from './use-rows';

interface HeaderRowsProps {
  /** Whether a secret of the webhook, this one or another, cannot be used. */
  lacksSecret: boolean;
}

export function HeaderRows({ lacksSecret }: HeaderRowsProps) {
  const text = useText();
  const { rows, disabled, error, actions } = useRows('headers');
  const elsewhere = useOriginChanged();
  const stored = lacksSecret ? 'form.headers.value.unsure' : 'form.headers.value.kept';
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
          disabled={disabled}
          actions={actions}
          kept={elsewhere ? 'form.headers.value.again' : stored}
        />
      ))}
      {!disabled && (
        <Flex>
          <TextButton
            id={rowButtons.add('headers')}
            startIcon={<Plus />}
            onClick={() => actions.add({ key: '', value: '', secret: false, storedKey: '' })}
          >
            {text('form.headers.add')}
          </TextButton>
        </Flex>
      )}
    </Fieldset>
  );
}
