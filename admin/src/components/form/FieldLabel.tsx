import { isTextKey, useText } from '../../translations/use-text';

const ROWS = ['headers', 'mapping', 'watchedFields'];

/** "Body fields, row 2" for `mapping.1.fieldname`. */
export function FieldLabel({ path }: { path: string }) {
  const text = useText();
  const [root = '', index] = path.split('.');
  const key = `form.${root}`;
  const label = isTextKey(key) ? text(key) : root;
  const isRow = ROWS.includes(root) && index !== undefined;
  return <>{isRow ? text('form.labelAndRow', { label, row: Number(index) + 1 }) : label}</>;
}
