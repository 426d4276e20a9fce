import { useCallback } from 'react';

import { errorAt } from './form-errors';
import { useFormDisabled, useFormState, useFormStore, useWebhookValue } from './form-state';
import type { WebhookValues } from './values';

interface WebhookField<Value> {
  value: Value;
  error: string | undefined;
  disabled: boolean;
  /** The same function as long as the form stands. */
  set: (value: Value) => void;
}

/** One attribute of the webhook. Changing it takes its error away: the server checks again on save. */
export function useWebhookField<Name extends keyof WebhookValues>(
  name: Name,
): WebhookField<WebhookValues[Name]> {
  const store = useFormStore();
  const set = useCallback(
    (next: WebhookValues[Name]) => store.set({ [name]: next }),
    [store, name],
  );
  return {
    value: useWebhookValue(name),
    error: useErrorAt(name),
    disabled: useFormDisabled(),
    set,
  };
}

/** The error of a field, or of a part of it. */
export function useErrorAt(path: string): string | undefined {
  return useFormState(({ errors }) => errorAt(errors, path));
}

/** The error of just this path. */
export function useOwnError(path: string): string | undefined {
  return useFormState(({ errors }) => errors[path]);
}
