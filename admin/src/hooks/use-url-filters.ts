import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

import { focusHeading } from '../components/form/focus-field';

interface UrlFilters<Name extends string> {
  /** The empty string where a filter is not set. */
  values: Record<Name, string>;
  page: string;
  pageSize: string;
  /** True when any filter is set. */
  active: boolean;
  /** The empty string takes the filter away. Always back to the first page. */
  set: (name: Name, value: string) => void;
  clear: () => void;
}

/** Filters kept in the address, so that a filtered list can be reloaded, shared and gone back to. */
export function useUrlFilters<Name extends string>(names: readonly Name[]): UrlFilters<Name> {
  const [params, setParams] = useSearchParams();

  const values = useMemo(
    () =>
      Object.fromEntries(names.map((name) => [name, params.get(name) ?? ''])) as Record<
        Name,
        string
      >,
    [names, params],
  );

  const change = useCallback(
    (edit: (next: URLSearchParams) => void) =>
      setParams(
        (previous) => {
          const next = new URLSearchParams(previous);
          next.delete('page');
          edit(next);
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );

  return {
    values,
    page: params.get('page') ?? '1',
    pageSize: params.get('pageSize') ?? '10',
    active: names.some((name) => values[name] !== ''),
    set: (name, value) =>
      change((next) => (value === '' ? next.delete(name) : next.set(name, value))),
    clear: () => {
      change((next) => names.forEach((name) => next.delete(name)));
      // The button that clears goes with the filters: the heading takes the focus.
      focusHeading();
    },
  };
}
