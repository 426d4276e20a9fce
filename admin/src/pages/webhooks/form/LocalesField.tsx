import { MultiSelect, MultiSelectOption } from '@strapi/design-system';

import { useContentTypes } from '../../../api/content-types';
import { useLocales } from '../../../api/locales';
import { useText } from '../../../translations/use-text';
import { LabelledField } from './LabelledField';
import { useWebhookField, useWebhookValues } from './use-webhook-field';

/** Asked of types that have locales; and wherever some are chosen, or they could not be taken away. */
export function LocalesField() {
  const text = useText();
  const { all: types } = useContentTypes();
  const { all: known, nameOf } = useLocales();
  const { contentTypes } = useWebhookValues();
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
      <MultiSelect
        // Made anew once their names are known: it goes on showing the first that it was given.
        key={known.length}
        withTags
        placeholder={text('form.locales.all')}
        value={locales.value}
        disabled={locales.disabled}
        onChange={locales.set}
      >
        {[...codes].map((code) => (
          <MultiSelectOption key={code} value={code}>
            {nameOf(code)}
          </MultiSelectOption>
        ))}
      </MultiSelect>
    </LabelledField>
  );
}
