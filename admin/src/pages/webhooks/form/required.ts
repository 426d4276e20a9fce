import type { Text } from '../../../translations/use-text';
import type { FieldErrors } from './form-errors';
import { parseRetryDelays } from './retry-delays';
import type { WebhookValues } from './values';

/** What can be said without asking the server; all else is for its one schema to judge. */
export function missingIn(values: WebhookValues, text: Text): FieldErrors {
  const errors: FieldErrors = {};
  if (!values.name.trim()) errors.name = text('form.required');
  if (values.contentTypes.length === 0) errors.contentTypes = text('form.required.contentTypes');
  if (values.events.length === 0) errors.events = text('form.required.events');
  if (!values.url.trim()) errors.url = text('form.required');
  if (values.timeoutMs === null) errors.timeoutMs = text('form.required');
  if (!parseRetryDelays(values.retryDelays)) errors.retryDelays = text('form.retryDelays.invalid');
  if (values.concurrency === null) errors.concurrency = text('form.required');
  return errors;
}
