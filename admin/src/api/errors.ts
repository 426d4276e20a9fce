import { useAPIErrorHandler, useNotification } from '@strapi/strapi/admin';
import { useCallback } from 'react';

import type { FieldError } from '../../../server/src/contracts/envelope';
import { useText } from '../translations/use-text';

/** The status of a failed query: 403, 404; undefined when no answer came at all. */
export function errorStatusOf(error: unknown): number | undefined {
  const status = isRecord(error) ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** The violations that a `ValidationError` names; none for any other error. */
export function fieldErrorsOf(error: unknown): FieldError[] {
  const details = isRecord(error) ? error.details : undefined;
  const errors = isRecord(details) ? details.errors : undefined;
  return Array.isArray(errors) ? errors.filter(isFieldError) : [];
}

/** Shows that an action failed, with the server's message. */
export function useNotifyError(): (error: unknown) => void {
  const text = useText();
  const { toggleNotification } = useNotification();
  const { _unstableFormatAPIError: format } = useAPIErrorHandler();
  return useCallback(
    (error) => {
      const message = isRecord(error) && typeof error.message === 'string' ? format(error) : '';
      toggleNotification({ type: 'danger', message: message || text('error.unknown') });
    },
    [format, text, toggleNotification],
  );
}

function isFieldError(error: unknown): error is FieldError {
  return isRecord(error) && Array.isArray(error.path) && typeof error.message === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
