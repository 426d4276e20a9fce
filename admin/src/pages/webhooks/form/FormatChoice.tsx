import { FORMATS } from '../../../../../server/src/contracts/webhook-choices';
import { useText } from '../../../translations/use-text';
import { RadioChoice } from './RadioChoice';
import { useWebhookField } from './use-webhook-field';

/** How the body is written. */
export function FormatChoice() {
  const text = useText();
  const format = useWebhookField('format');
  return (
    <RadioChoice
      path="format"
      legend={text('form.format')}
      value={format.value}
      options={FORMATS.map((value) => ({
        value,
        label: text(`form.format.${value}`),
        explanation: text(`form.format.${value}.explained`),
      }))}
      error={format.error}
      disabled={format.disabled}
      onChange={format.set}
    />
  );
}
