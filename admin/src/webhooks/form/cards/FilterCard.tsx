import { Toggle } from '@strapi/design-system';

import { useText } from '../../../translations/use-text';
import { Card } from './Card';
import { ConditionFields } from '../fields/ConditionFields';
import { LabelledField } from '../../../components/form/LabelledField';
import { LocalesField } from '../fields/LocalesField';
import { useWebhookField } from '../state/use-webhook-field';
import { WatchedFields } from '../fields/WatchedFields';

/** Which of the events count after all. */
export function FilterCard() {
  const text = useText();
  const recordSkipped = useWebhookField('recordSkipped');

  return (
    <Card title={text('form.card.filter')}>
      <LocalesField />
      <WatchedFields />
      <ConditionFields />
      <LabelledField
        path="recordSkipped"
        label={text('form.recordSkipped')}
        hint={text('form.recordSkipped.hint')}
        error={recordSkipped.error}
      >
        <Toggle
          onLabel={text('form.recordSkipped.on')}
          offLabel={text('form.recordSkipped.off')}
          checked={recordSkipped.value}
          disabled={recordSkipped.disabled}
          onChange={(event) => recordSkipped.set(event.target.checked)}
        />
      </LabelledField>
    </Card>
  );
}
