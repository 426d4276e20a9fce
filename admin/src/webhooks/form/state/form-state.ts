import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';

import { createFormStore, type FormState, type FormStore } from './form-store';
import { newWebhook, type WebhookValues } from './values';

interface FormContext {
  store: FormStore;
  /** Nothing can be changed. */
  disabled: boolean;
}

const NO_DEFAULTS = { timeoutMs: 0, retryDelays: [], concurrency: 0 };

export const WebhookFormContext = createContext<FormContext>({
  store: createFormStore(newWebhook(NO_DEFAULTS)),
  disabled: true,
});

export function useFormStore(): FormStore {
  return useContext(WebhookFormContext).store;
}

export function useFormDisabled(): boolean {
  return useContext(WebhookFormContext).disabled;
}

/** A part of the form's state. Renders again only when `select` gives another value or object. */
export function useFormState<Part>(select: (state: FormState) => Part): Part {
  const store = useFormStore();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

/** The current value of one attribute. */
export function useWebhookValue<Name extends keyof WebhookValues>(name: Name): WebhookValues[Name] {
  return useFormState(({ values }) => values[name]);
}

/** All that is typed, once typing pauses: for what is too much work for each key press. */
export function useSettledValues(pauseMs: number): WebhookValues {
  const store = useFormStore();
  const [settled, setSettled] = useState(() => store.get().values);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = store.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => setSettled(store.get().values), pauseMs);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [store, pauseMs]);
  return settled;
}
