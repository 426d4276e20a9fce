import { Toggle } from '@strapi/design-system';

import { useText } from '../../../translations/use-text';
import { useWebhookValue } from '../state/form-state';
import { LabelledField } from '../../../components/form/LabelledField';
import { useWebhookField } from '../state/use-webhook-field';

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
