import type { FieldErrors } from '../../../api/field-errors';

/** The error of a field, or else the first one of a part of it, as of the third retry delay. */
export function errorAt(errors: FieldErrors, path: string): string | undefined {
  const below = Object.keys(errors).find((key) => key.startsWith(`${path}.`));
  return errors[path] ?? (below && errors[below]);
}

/** The errors of other fields; the same object where the field has none. */
export function without(errors: FieldErrors, path: string): FieldErrors {
  const all = Object.entries(errors);
  const others = all.filter(([key]) => key !== path && !key.startsWith(`${path}.`));
  return others.length === all.length ? errors : Object.fromEntries(others);
}

/** Moves the errors of rows with their rows; `order` has the former index of each current row. */
export function reordered(errors: FieldErrors, list: string, order: number[]): FieldErrors {
  const moved = Object.entries(errors).flatMap(([key, message]): [string, string][] => {
    if (!key.startsWith(`${list}.`)) return [[key, message]];
    const [index, ...rest] = key.slice(list.length + 1).split('.');
    const now = order.indexOf(Number(index));
    return now < 0 ? [] : [[[list, now, ...rest].join('.'), message]];
  });
  return Object.fromEntries(moved);
}
