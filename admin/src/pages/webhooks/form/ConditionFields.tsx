import { CONDITION_MODES } from '../../../../../server/src/contracts/webhook-choices';
import { useText } from '../../../translations/use-text';
import { CodeField } from './CodeField';
import { JsonataLink } from './JsonataLink';
import { RadioChoice } from './RadioChoice';
import { useWebhookField } from './use-webhook-field';

/** What must hold of the document; once there is something, whether it must have begun to. */
export function ConditionFields() {
  const text = useText();
  const { value: condition } = useWebhookField('condition');
  const mode = useWebhookField('conditionMode');

  return (
    <>
      <CodeField
        name="condition"
        lines={2}
        placeholder="doc.total > 100"
        hint={
          <>
            {text('form.condition.hint')} <JsonataLink />
          </>
        }
      />
      {condition.trim() && (
        <RadioChoice
          path="conditionMode"
          legend={text('form.conditionMode')}
          value={mode.value}
          options={CONDITION_MODES.map((value) => ({
            value,
            label: text(`form.conditionMode.${value}`),
            explanation: text(`form.conditionMode.${value}.explained`),
          }))}
          error={mode.error}
          disabled={mode.disabled}
          onChange={mode.set}
        />
      )}
    </>
  );
}
