import { Typography } from '@strapi/design-system';

import { useText } from '../../../translations/use-text';
import { usePreviewedFields } from '../state/previewed-fields';
import { shortValue } from '../state/short-value';

/** The value of the field in the current preview, if any. */
export function MappedValue({ fieldname }: { fieldname: string }) {
  const text = useText();
  const { fields } = usePreviewedFields();
  const found = fields.find((field) => field.fieldname === fieldname);
  if (!found) return null;

  const value = shortValue(found.value, ({ length }) =>
    text('form.mapping.value.rows', { count: length }),
  );
  return (
    <Typography
      tag="p"
      variant="pi"
      textColor="neutral600"
      paddingTop={1}
      style={{ overflowWrap: 'anywhere' }}
    >
      {text('form.mapping.value', { value })}
    </Typography>
  );
}
