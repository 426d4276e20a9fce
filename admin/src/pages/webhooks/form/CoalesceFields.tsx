import { Grid } from '@strapi/design-system';

import { COALESCE_SCOPES } from '../../../../../server/src/contracts/webhook-choices';
import { useDuration } from '../../../components/use-duration';
import { useText } from '../../../translations/use-text';
import { NumberField } from './NumberField';
import { RadioChoice } from './RadioChoice';
import { useWebhookField } from './use-webhook-field';

/** How long to wait for more of the same; what "the same" is, once there is a wait. */
export function CoalesceFields() {
  const text = useText();
  const duration = useDuration();
  const { value: seconds } = useWebhookField('coalesceSeconds');
  const scope = useWebhookField('coalesceScope');
  const waits = seconds !== null && seconds > 0;
  const hint = waits
    ? text(`form.coalesceSeconds.${scope.value}`, { wait: duration(seconds * 1000) })
    : text('form.coalesceSeconds.none');

  return (
    <Grid.Root gap={5}>
      <NumberField name="coalesceSeconds" hint={hint} />
      {waits && (
        <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
          <RadioChoice
            path="coalesceScope"
            legend={text('form.coalesceScope')}
            value={scope.value}
            options={COALESCE_SCOPES.map((value) => ({
              value,
              label: text(`form.coalesceScope.${value}`),
              explanation: text(`form.coalesceScope.${value}.explained`),
            }))}
            error={scope.error}
            disabled={scope.disabled}
            onChange={scope.set}
          />
        </Grid.Item>
      )}
    </Grid.Root>
  );
}
