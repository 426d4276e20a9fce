import { Grid, TextInput } from '@strapi/design-system';
import type { ReactNode } from 'react';

import { useText } from '../../../translations/use-text';
import { LabelledField } from '../../../components/form/LabelledField';
import { useWebhookField } from '../state/use-webhook-field';
import type { NumberName } from '../state/values';

interface NumberFieldProps {
  name: NumberName;
  hint: ReactNode;
  /** An empty one means something of its own. */
  optional?: boolean;
  /** Columns of twelve. */
  col?: number;
}

/**
 * A whole number of the webhook, as a cell of a grid. Not the design system's number input, which puts
 * separators into what is being typed.
 */
export function NumberField({ name, hint, optional = false, col = 6 }: NumberFieldProps) {
  const text = useText();
  const { value, error, disabled, set } = useWebhookField(name);
  return (
    <Grid.Item col={col} xs={12} direction="column" alignItems="stretch">
      <LabelledField
        path={name}
        label={text(`form.${name}`)}
        hint={hint}
        error={error}
        required={!optional}
      >
        <TextInput
          value={value}
          disabled={disabled}
          inputMode="numeric"
          autoComplete="off"
          onChange={(event) => set(event.target.value)}
        />
      </LabelledField>
    </Grid.Item>
  );
}
