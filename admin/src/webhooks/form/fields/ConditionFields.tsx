import { CONDITION_MODES } from '../../../../../server/src/contracts/webhook-choices';
import { useText } from '../../../translations/use-text';
import { ChoiceField } from '../inputs/ChoiceField';
import { CodeField } from '../inputs/CodeField';
import { JsonataLink } from '../inputs/JsonataLink';
import { useFormState } from '../state/form-state';

/** The condition and, if it is not empty, its mode. */
export function ConditionFields() {
  const text = useText();
  const hasCondition = useFormState(({ values }) => values.condition.trim() !== '');

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
      {hasCondition && <ChoiceField name="conditionMode" choices={CONDITION_MODES} />}
    </>
  );
}
