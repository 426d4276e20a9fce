import { Grid, TextInput, Textarea } from '@strapi/design-system';

import { WEBHOOK_STATES } from '../../../../../server/src/contracts/webhook-choices';
import { useText } from '../../../translations/use-text';
import { Card } from './Card';
import { ChoiceField } from '../inputs/ChoiceField';
import { LabelledField } from '../../../components/form/LabelledField';
import { useWebhookField } from '../state/use-webhook-field';

/** Name, description and state. */
export function IdentityCard() {
  const text = useText();
  const name = useWebhookField('name');
  const description = useWebhookField('description');

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
          <ChoiceField name="state" choices={WEBHOOK_STATES} />
        </Grid.Item>
      </Grid.Root>
    </Card>
  );
}
