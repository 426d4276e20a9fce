import type { FieldErrors } from '../../../api/field-errors';
import { without } from './form-errors';
import type { WebhookValues } from './values';

/** The state of the form. Unchanged parts stay the same objects. */
export interface FormState {
  /** The saved values. */
  stored: WebhookValues;
  values: WebhookValues;
  errors: FieldErrors;
}

export interface FormStore {
  get: () => FormState;
  subscribe: (listener: () => void) => () => void;
  /** Sets attributes. Their errors go: the server checks again on save. */
  set: (part: Partial<WebhookValues>) => void;
  /** Sets rows, and the errors that belong to them. */
  setRows: (part: Partial<WebhookValues>, errors: FieldErrors) => void;
  setErrors: (errors: FieldErrors) => void;
  /** After a save: the form shows what is stored now. */
  reset: (stored: WebhookValues) => void;
  /** Updates unchanged values after the webhook was read again. */
  rebase: (stored: WebhookValues) => void;
}

/**
 * The values and errors of the form, outside of React. Each field subscribes to its own part with
 * `useSyncExternalStore`, which renders before the key press ends. Strapi's `<Form>` hands a field its old
 * value once more before the new one, and a text box then loses its caret; it also renders all fields
 * on each key press.
 */
export function createFormStore(stored: WebhookValues): FormStore {
  let state: FormState = { stored, values: stored, errors: {} };
  const listeners = new Set<() => void>();

  const put = (part: Partial<FormState>) => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (part) =>
      put({
        values: { ...state.values, ...part },
        errors: Object.keys(part).reduce(without, state.errors),
      }),
    setRows: (part, errors) => put({ values: { ...state.values, ...part }, errors }),
    setErrors: (errors) => put({ errors }),
    reset: (next) => put({ stored: next, values: next, errors: {} }),
    rebase: (next) => put({ stored: next, values: rebased(state, next) }),
  };
}

export function isModified({ stored, values }: FormState): boolean {
  return namesOf(values).some((name) => !isSame(values[name], stored[name]));
}

function rebased({ stored, values }: FormState, next: WebhookValues): WebhookValues {
  const changed = namesOf(values).filter((name) => !isSame(values[name], stored[name]));
  return { ...next, ...Object.fromEntries(changed.map((name) => [name, values[name]])) };
}

function namesOf(values: WebhookValues): (keyof WebhookValues)[] {
  return Object.keys(values) as (keyof WebhookValues)[];
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
