import { useForm } from '@strapi/strapi/admin';

import { reordered, useFormErrors, without } from './form-errors';
import { useWebhookValues } from './use-webhook-field';
import type { WebhookValues } from './values';

type ListName = 'headers' | 'mapping' | 'watchedFields';
type RowsOf<Name extends ListName> = WebhookValues[Name][number];

interface Rows<Row> {
  rows: Row[];
  disabled: boolean;
  /** Of the list as a whole, as that two keys collide. */
  error: string | undefined;
  add: (row: Omit<Row, 'rowId'>) => void;
  change: (index: number, part: Partial<Row>) => void;
  remove: (index: number) => void;
  move: (index: number, to: number) => void;
}

/** Rows outlive what shows them, as while another payload is chosen: so does the count. */
let added = 0;

/** The rows of a list attribute; their errors move and go with them. */
export function useRows<Name extends ListName>(name: Name): Rows<RowsOf<Name>> {
  const rows = useWebhookValues()[name] as RowsOf<Name>[];
  const disabled = useForm('useRows', (form) => form.disabled);
  const onChange = useForm('useRows', (form) => form.onChange);
  const { errors, setErrors } = useFormErrors();

  const reorder = (order: number[]) => {
    onChange(
      name,
      order.map((index) => rows[index]),
    );
    setErrors((before) => reordered(before, name, order));
  };

  return {
    rows,
    disabled,
    error: errors[name],
    add: (row) => {
      added += 1;
      onChange(name, [...rows, { ...row, rowId: `added-${added}` }]);
    },
    change: (index, part) => {
      onChange(
        name,
        rows.map((row, i) => (i === index ? { ...row, ...part } : row)),
      );
      setErrors((before) => without(before, `${name}.${index}`));
    },
    remove: (index) => reorder(indices(rows).filter((i) => i !== index)),
    move: (index, to) => {
      const order = indices(rows).filter((i) => i !== index);
      order.splice(to, 0, index);
      reorder(order);
    },
  };
}

const indices = (rows: unknown[]) => rows.map((_, index) => index);
