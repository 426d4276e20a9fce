import { useForm } from '@strapi/strapi/admin';

import { errorAt, useFormErrors, without } from './form-errors';
import type { WebhookValues } from './values';

interface WebhookField<Value> {
  value: Value;
  error: string | undefined;
  disabled: boolean;
  set: (value: Value) => void;
}

/** All that is typed so far. */
export function useWebhookValues(): WebhookValues {
  return useForm('useWebhookValues', (form) => form.values) as WebhookValues;
}

/** One attribute of the webhook. Changing it takes its error away: the server judges again on save. */
export function useWebhookField<Name extends keyof WebhookValues>(
  name: Name,
): WebhookField<WebhookValues[Name]> {
  const value = useWebhookValues()[name];
  const disabled = useForm('useWebhookField', (form) => form.disabled);
  const onChange = useForm('useWebhookField', (form) => form.onChange);
  const { errors, setErrors } = useFormErrors();

  return {
    value,
    disabled,
    error: errorAt(errors, name),
    set: (next) => {
      onChange(name, next);
      setErrors((before) => without(before, name));
    },
  };
}
