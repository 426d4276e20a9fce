import { useState } from 'react';

import { fieldErrorsOf, useNotifyError } from '../api/errors';
import { byField, type FieldErrors } from '../api/field-errors';

interface Refusal {
  errors: FieldErrors;
  setErrors: (errors: FieldErrors) => void;
  /** Shows what the server has against the fields; an error that names none is notified. */
  refuse: (error: unknown) => void;
}

/** The errors of the fields of a dialog. */
export function useRefusal(): Refusal {
  const notifyError = useNotifyError();
  const [errors, setErrors] = useState<FieldErrors>({});

  const refuse = (error: unknown) => {
    const refused = fieldErrorsOf(error);
    setErrors(byField(refused));
    if (refused.length === 0) notifyError(error);
  };

  return { errors, setErrors, refuse };
}
