import { ORDERINGS } from '../../../../../server/src/contracts/webhook-choices';
import { useText } from '../../../translations/use-text';
import { RadioChoice } from './RadioChoice';
import { useWebhookField } from './use-webhook-field';

export function OrderingChoice() {
  const text = useText();
  const ordering = useWebhookField('ordering');
  return (
    <RadioChoice
      path="ordering"
      legend={text('form.ordering')}
      value={ordering.value}
      options={ORDERINGS.map((value) => ({
        value,
        label: text(`form.ordering.${value}`),
        explanation: text(`form.ordering.${value}.explained`),
      }))}
      error={ordering.error}
      disabled={ordering.disabled}
      onChange={ordering.set}
    />
  );
}
