import { useContentTypes } from '../../../api/content-types';
import { useLocales } from '../../../api/locales';
import { useText } from '../../../translations/use-text';
import { useWebhookValue } from '../state/form-state';
import { LabelledField } from '../../../components/form/LabelledField';
import { TagSelect } from '../../../components/form/TagSelect';
import { useWebhookField } from '../state/use-webhook-field';

/** Shown for types with locales, and if locales are chosen, so that they can be removed. */
export function LocalesField() {
  const text = useText();
  const { all: types } = useContentTypes();
  const { all: known, nameOf } = useLocales();
  const contentTypes = useWebhookValue('contentTypes');
  const locales = useWebhookField('locales');
  const localized = types.some((type) => type.localized && contentTypes.includes(type.uid));
  if (!localized && locales.value.length === 0) return null;

  const codes = new Set([...known.map(({ code }) => code), ...locales.value]);
  return (
    <LabelledField
      path="locales"
      label={text('form.locales')}
      hint={text('form.locales.hint')}
      error={locales.error}
    >
      <TagSelect
        path="locales"
        placeholder={text('form.locales.all')}
        value={locales.value}
        options={[...codes].map((code) => ({ value: code, label: nameOf(code) }))}
        disabled={locales.disabled}
        onChange={locales.set}
      />
    </LabelledField>
  );
}
