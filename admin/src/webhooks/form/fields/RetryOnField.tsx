import { TextInput } from '@strapi/design-system';

import { useText } from '../../../translations/use-text';
import { LabelledField } from '../../../components/form/LabelledField';
import { useWebhookField } from '../state/use-webhook-field';

/** Which failures are retried. */
export function RetryOnField() {
  const text = useText();
  const { value, error, disabled, set } = useWebhookField('retryOn');
  return (
    <LabelledField
      path="retryOn"
      label={text('form.retryOn')}
      hint={text('form.retryOn.hint')}
      error={error}
    >
      <TextInput
        value={value}
        disabled={disabled}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => set(event.target.value)}
      />
    </LabelledField>
  );
}
