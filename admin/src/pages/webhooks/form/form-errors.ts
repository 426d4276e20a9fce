import { createContext, useContext } from 'react';

import type { FieldErrors } from '../../../api/field-errors';

interface FormErrorsContext {
  errors: FieldErrors;
  setErrors: (change: (errors: FieldErrors) => FieldErrors) => void;
}

// Not in Strapi's Form: whatever changes its errors, it moves the focus to the first that is left,
// which would take the focus from the field that is just being mended.
export const FormErrors = createContext<FormErrorsContext>({
  errors: {},
  setErrors: () => undefined,
});

export const useFormErrors = () => useContext(FormErrors);

/** The error of a field, or else the first one of a part of it, as of the third retry delay. */
export function errorAt(errors: FieldErrors, path: string): string | undefined {
  const below = Object.keys(errors).find((key) => key.startsWith(`${path}.`));
  return errors[path] ?? (below && errors[below]);
}

export function without(errors: FieldErrors, path: string): FieldErrors {
  return Object.fromEntries(
    Object.entries(errors).filter(([key]) => key !== path && !key.startsWith(`${path}.`)),
  );
}

/** Errors of rows follow their rows; `order` holds, for each row as it is now, where it was. */
export function reordered(errors: FieldErrors, list: string, order: number[]): FieldErrors {
  const moved = Object.entries(errors).flatMap(([key, message]): [string, string][] => {
    if (!key.startsWith(`${list}.`)) return [[key, message]];
    const [index, ...rest] = key.slice(list.length + 1).split('.');
    const now = order.indexOf(Number(index));
    return now < 0 ? [] : [[[list, now, ...rest].join('.'), message]];
  });
  return Object.fromEntries(moved);
}
