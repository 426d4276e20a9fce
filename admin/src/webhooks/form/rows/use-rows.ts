import { useMemo } from 'react';

import type { FieldErrors } from '../../../api/field-errors';
import { focusSoon } from '../../../components/form/focus-field';
import { reordered, without } from '../state/form-errors';
import { useFormDisabled, useFormStore, useWebhookValue } from '../state/form-state';
import type { FormStore } from '../state/form-store';
import { useOwnError } from '../state/use-webhook-field';
import type { WebhookValues } from '../state/values';

export type ListName = 'headers' | 'mapping' | 'watchedFields';
type RowsOf<Name extends ListName> = WebhookValues[Name][number];

/** Changes rows. The same object as long as the form stands, so that a row renders only for itself. */
export interface RowActions<Row> {
  /** Adds a row, and focuses its first field. */
  add: (row: Omit<Row, 'rowId'>) => void;
  change: (index: number, part: Partial<Row>) => void;
  /** Removes a row, and focuses its neighbour, or the button that adds one. */
  remove: (index: number) => void;
  move: (index: number, to: number) => void;
}

interface Rows<Row> {
  rows: Row[];
  disabled: boolean;
  /** An error of the whole list, such as two equal keys. */
  error: string | undefined;
  actions: RowActions<Row>;
}

/** The rows of a list attribute; their errors move and go with them. */
export function useRows<Name extends ListName>(name: Name): Rows<RowsOf<Name>> {
  const store = useFormStore();
  return {
    rows: useWebhookValue(name),
    disabled: useFormDisabled(),
    error: useOwnError(name),
    actions: useMemo(() => rowActions(store, name), [store, name]),
  };
}

/** The ids of the buttons of a row, and of a list, which take the focus when a row moves or goes. */
export const rowButtons = {
  add: (list: ListName) => `${list}-add`,
  remove: (list: ListName, index: number) => `${list}-${index}-remove`,
  up: (index: number) => `mapping-${index}-up`,
  down: (index: number) => `mapping-${index}-down`,
};

/** Rows outlive what shows them, as while another payload is chosen: so does the count. */
let added = 0;

function rowActions<Name extends ListName>(store: FormStore, name: Name): RowActions<RowsOf<Name>> {
  type Row = RowsOf<Name>;
  const rowsNow = () => store.get().values[name] as Row[];
  const put = (rows: Row[], errors: FieldErrors) => store.setRows({ [name]: rows }, errors);

  const reorder = (order: number[]) => {
    const rows = rowsNow();
    const moved = order.flatMap((index) => rows[index] ?? []);
    put(moved, reordered(store.get().errors, name, order));
  };
  const othersThan = (index: number) =>
    rowsNow()
      .map((_, i) => i)
      .filter((i) => i !== index);

  return {
    add(row) {
      added += 1;
      const rows = rowsNow();
      put([...rows, { ...row, rowId: `added-${added}` } as Row], store.get().errors);
      focusSoon(`${name}.${rows.length}`);
    },
    change(index, part) {
      const rows = rowsNow().map((row, i) => (i === index ? { ...row, ...part } : row));
      put(rows, without(store.get().errors, `${name}.${index}`));
    },
    remove(index) {
      const order = othersThan(index);
      reorder(order);
      const neighbour = Math.min(index, order.length - 1);
      focusSoon(neighbour < 0 ? rowButtons.add(name) : rowButtons.remove(name, neighbour));
    },
    move(index, to) {
      const order = othersThan(index);
      order.splice(to, 0, index);
      reorder(order);
      const last = to === order.length - 1;
      const up = to < index;
      focusSoon((up && to > 0) || last ? rowButtons.up(to) : rowButtons.down(to));
    },
  };
}
