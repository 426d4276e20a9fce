import { CONDITION_MODES } from '../../../../../server/src/contracts/webhook-choices';
import { useText } from '../../../translations/use-text';
import { ChoiceField } from './ChoiceField';
import { CodeField } from './CodeField';
import { JsonataLink } from './JsonataLink';
import { useWebhookValues } from './use-webhook-field';

/** What must hold of the document; once there is something, whether it must have begun to. */
export function ConditionFields() {
  const text = useText();
  const { condition } = useWebhookValues();

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
      {condition.trim() && <ChoiceField name="conditionMode" choices={CONDITION_MODES} />}
    </>
  );
}
