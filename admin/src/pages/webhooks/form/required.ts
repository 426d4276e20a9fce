import type { Text } from '../../../translations/use-text';
import type { FieldErrors } from './form-errors';
import { parseRetryDelays } from './retry-delays';
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
  for (const name of REQUIRED_NUMBERS) {
    if (values[name] === null) errors[name] = text('form.required');
  }
  if (!parseRetryDelays(values.retryDelays)) errors.retryDelays = text('form.retryDelays.invalid');
  return errors;
}
