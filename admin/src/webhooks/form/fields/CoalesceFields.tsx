import { Grid } from '@strapi/design-system';

import { COALESCE_SCOPES } from '../../../../../server/src/contracts/webhook-choices';
import { useDuration } from '../../../components/time/use-duration';
import { useText } from '../../../translations/use-text';
import { ChoiceField } from '../inputs/ChoiceField';
import { useWebhookValue } from '../state/form-state';
import { NumberField } from '../inputs/NumberField';
import { wholeNumber } from '../inputs/numbers';

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
