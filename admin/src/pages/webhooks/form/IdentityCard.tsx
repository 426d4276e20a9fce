import { Grid, TextInput, Textarea } from '@strapi/design-system';

import { WEBHOOK_STATES } from '../../../../../server/src/contracts/webhook-choices';
import { useText } from '../../../translations/use-text';
import { Card } from './Card';
import { LabelledField } from './LabelledField';
import { RadioChoice } from './RadioChoice';
import { useWebhookField } from './use-webhook-field';

/** Name, description and state. */
export function IdentityCard() {
  const text = useText();
  const name = useWebhookField('name');
  const description = useWebhookField('description');
  const state = useWebhookField('state');

  return (
    <Card title={text('form.card.identity')}>
      <Grid.Root gap={5}>
        <Grid.Item col={6} xs={12} direction="column" alignItems="stretch" gap={5}>
          <LabelledField path="name" label={text('form.name')} error={name.error} required>
            <TextInput
              value={name.value}
              disabled={name.disabled}
              onChange={(event) => name.set(event.target.value)}
            />
          </LabelledField>
          <LabelledField
            path="description"
            label={text('form.description')}
            error={description.error}
          >
            <Textarea
              value={description.value}
              disabled={description.disabled}
              onChange={(event) => description.set(event.target.value)}
            />
          </LabelledField>
        </Grid.Item>
        <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
          <RadioChoice
            path="state"
            legend={text('form.state')}
            value={state.value}
            options={WEBHOOK_STATES.map((value) => ({
              value,
              label: text(`state.${value}`),
              explanation: text(`state.${value}.explained`),
            }))}
            error={state.error}
            disabled={state.disabled}
            onChange={state.set}
          />
        </Grid.Item>
      </Grid.Root>
    </Card>
  );
}
