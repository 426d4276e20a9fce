import { Box, Flex, IconButton } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { memo } from 'react';

import { focusSoon } from '../../../components/form/focus-field';
import { useText, type TextKey } from '../../../translations/use-text';
import { HeaderValue } from './HeaderValue';
import { RowInput } from './RowInput';
import { SecretHint } from './SecretHint';
import { SecretSwitch } from './SecretSwitch';
import { rowButtons, type RowActions } from './use-rows';
import type { HeaderRowValues as Row } from '../state/rows';

interface HeaderRowProps {
  index: number;
  row: Row;
  disabled: boolean;
  actions: RowActions<Row>;
  /** The effect on a stored secret if nothing is typed. */
  kept: TextKey;
}

/** Key, value, and whether the value may be read again. */
export const HeaderRow = memo(function HeaderRow(props: HeaderRowProps) {
  const { index, row, disabled, actions, kept } = props;
  const text = useText();
  const { change, remove } = actions;
  const number = { row: index + 1 };
  const keepSecret = () => {
    change(index, { secret: true });
    // The hint goes, and the button that was pressed with it.
    focusSoon(`headers.${index}.value`);
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Flex gap={2} alignItems="flex-start" wrap="wrap">
        <Box flex="2 1 12rem">
          <RowInput
            path={`headers.${index}.key`}
            label={text('form.headers.key', number)}
            placeholder="Authorization"
            value={row.key}
            disabled={disabled}
            onChange={(key) => change(index, { key })}
          />
        </Box>
        <Box flex="3 1 16rem">
          <HeaderValue
            index={index}
            row={row}
            kept={kept}
            disabled={disabled}
            onChange={(value) => change(index, { value })}
          />
        </Box>
        <SecretSwitch
          label={text('form.headers.secret', number)}
          checked={row.secret}
          disabled={disabled}
          onChange={(secret) => change(index, { secret })}
        />
        {!disabled && (
          <IconButton
            id={rowButtons.remove('headers', index)}
            variant="ghost"
            size="L"
            label={text('form.headers.remove', number)}
            onClick={() => remove(index)}
          >
            <Trash />
          </IconButton>
        )}
      </Flex>
      {!disabled && <SecretHint row={row} onAccept={keepSecret} />}
    </Flex>
  );
});
