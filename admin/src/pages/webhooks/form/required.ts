import type { Text } from '../../../translations/use-text';
import type { FieldErrors } from '../../../api/field-errors';
import { parseRetryDelays } from './retry-delays';
import { keepsSecret, type HeaderRow } from './rows';
import type { WebhookValues } from './values';

const REQUIRED_NUMBERS = ['coalesceSeconds', 'timeoutMs', 'concurrency'] as const;

/** What can be said without asking the server; all else is for its one schema to judge. */
export function missingIn(values: WebhookValues, text: Text): FieldErrors {
  const errors: FieldErrors = {};
  if (!values.name.trim()) errors.name = text('form.required');
  if (values.contentTypes.length === 0) errors.contentTypes = text('form.required.contentTypes');
  if (values.events.length === 0) errors.events = text('form.required.events');
  if (!values.url.trim()) errors.url = text('form.required');
  if (values.payload === 'template' && !values.template.trim()) {
    errors.template = text('form.required');
  }
  values.headers.forEach((row, index) => {
    if (lacksValue(row)) errors[`headers.${index}.value`] = text('form.headers.value.needed');
  });
  if (
    values.signing !== 'none' &&
    values.secretSource === 'paste' &&
    !values.signingSecret.trim()
  ) {
    errors.signingSecret = text('form.required');
  }
  for (const name of REQUIRED_NUMBERS) {
    if (values[name] === null) errors[name] = text('form.required');
  }
  if (!parseRetryDelays(values.retryDelays)) errors.retryDelays = text('form.retryDelays.invalid');
  return errors;
}

/** A secret needs a value unless a stored one stays; one that is to be no secret is not read back. */
function lacksValue(row: HeaderRow): boolean {
  return row.value === '' && (row.secret || row.storedKey !== '') && !keepsSecret(row);
}
