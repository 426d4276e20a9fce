import { Grid, NumberInput } from '@strapi/design-system';
import type { ReactNode } from 'react';

import { useText } from '../../../translations/use-text';
import { LabelledField } from './LabelledField';
import { useWebhookField } from './use-webhook-field';
import type { NumberName } from './values';

interface NumberFieldProps {
  name: NumberName;
  hint: ReactNode;
  /** An empty one means something of its own. */
  optional?: boolean;
  step?: number;
  /** Columns of twelve. */
  col?: number;
}

/** A number of the webhook, as a cell of a grid. */
export function NumberField(props: NumberFieldProps) {
  const { name, hint, optional = false, step = 1, col = 6 } = props;
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
        <NumberInput
          {...(value !== null && { value })}
          disabled={disabled}
          step={step}
          onValueChange={(next) => set(next ?? null)}
        />
      </LabelledField>
    </Grid.Item>
  );
}
