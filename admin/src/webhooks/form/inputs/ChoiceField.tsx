import { useText } from '../../../translations/use-text';
import { RadioChoice } from '../../../components/form/RadioChoice';
import { useWebhookField } from '../state/use-webhook-field';
import type { ChoiceName, WebhookValues } from '../state/values';

interface ChoiceFieldProps<Name extends ChoiceName> {
  name: Name;
  choices: readonly WebhookValues[Name][];
  /** In place of setting the attribute. */
  onChange?: (value: WebhookValues[Name]) => void;
}

/** An attribute that is one of a few, each with a line that says what it means. */
export function ChoiceField<Name extends ChoiceName>(props: ChoiceFieldProps<Name>) {
  const { name, choices, onChange } = props;
  const text = useText();
  const { value, error, disabled, set } = useWebhookField(name);

  return (
    <RadioChoice
      path={name}
      legend={text(`form.${name}`)}
      value={value}
      options={choices.map((choice) => {
        const key = keyOf(name, choice);
        return { value: choice, label: text(key), explanation: text(`${key}.explained`) };
      })}
      error={error}
      disabled={disabled}
      onChange={onChange ?? set}
    />
  );
}

type ChoiceKey = {
  [Name in ChoiceName]: `${Name extends 'state' ? Name : `form.${Name}`}.${WebhookValues[Name]}`;
}[ChoiceName];

/** The words for a state are not the form's own: lists show them too. */
function keyOf(name: ChoiceName, choice: string): ChoiceKey {
  return (name === 'state' ? `state.${choice}` : `form.${name}.${choice}`) as ChoiceKey;
}
