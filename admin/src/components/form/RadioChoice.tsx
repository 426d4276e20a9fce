import { RadioOptions, type RadioOptionsProps } from './RadioOptions';
import { Fieldset } from './Fieldset';

interface RadioChoiceProps<Value extends string> extends Omit<RadioOptionsProps<Value>, 'label'> {
  path: string;
  legend: string;
  hint?: string | undefined;
  error: string | undefined;
}

/** A question of the form that has one of a few answers. */
export function RadioChoice<Value extends string>(props: RadioChoiceProps<Value>) {
  const { path, legend, hint, error, ...choice } = props;
  return (
    <Fieldset path={path} legend={legend} {...(hint !== undefined && { hint })} error={error}>
      <RadioOptions label={legend} {...choice} />
    </Fieldset>
  );
}
