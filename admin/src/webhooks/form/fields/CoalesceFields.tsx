import { Grid, Toggle } from '@strapi/design-system';

import { COALESCE_SCOPES } from '../../../../../server/src/contracts/webhook-choices';
import { useDuration } from '../../../components/time/use-duration';
import { useText } from '../../../translations/use-text';
import { ChoiceField } from '../inputs/ChoiceField';
import { useWebhookValue } from '../state/form-state';
import { NumberField } from '../inputs/NumberField';
import { wholeNumber } from '../inputs/numbers';
import { LabelledField } from '../../../components/form/LabelledField';
import { useWebhookField } from '../state/use-webhook-field';

/** How long to wait for more of the same; what "the same" is, once there is a wait. */
export function CoalesceFields() {
  const text = useText();
  const duration = useDuration();
  const seconds = wholeNumber(useWebhookValue('coalesceSeconds')) ?? 0;
  const scope = useWebhookValue('coalesceScope');
  const waits = seconds > 0;
  const hint = waits
    ? text(`form.coalesceSeconds.${scope}`, { wait: duration(seconds * 1000) })
    : text('form.coalesceSeconds.none');

  return (
    <Grid.Root gap={5}>
      <NumberField name="coalesceSeconds" hint={hint} />
      {waits && (
        <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
          <ChoiceField name="coalesceScope" choices={COALESCE_SCOPES} />
        </Grid.Item>
      )}
    </Grid.Root>
  );
}

/** Asked where deliveries are in order: then one that waits for a retry holds back newer ones. */
export function SupersedeField() {
  const text = useText();
  const ordering = useWebhookValue('ordering');
  const { value, error, disabled, set } = useWebhookField('supersede');
  if (ordering !== 'document' && !value) return null;
  return (
    <LabelledField
      path="supersede"
      label={text('form.supersede')}
      hint={text('form.supersede.hint')}
      error={error}
    >
      <Toggle
        onLabel={text('form.supersede.on')}
        offLabel={text('form.supersede.off')}
        checked={value}
        disabled={disabled}
        onChange={(event) => set(event.target.checked)}
      />
    </LabelledField>
  );
}
