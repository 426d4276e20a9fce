import { useEffect, useRef } from 'react';

import { Notice } from '../../components/list/Notice';
import { useText } from '../../translations/use-text';
import { ErrorList } from '../../components/form/ErrorList';
import { useFormState } from './state/form-state';

/** How many fields the server (or the form) refused, and which. */
export function ErrorSummary({ attempt }: { attempt: number }) {
  const text = useText();
  const errors = useFormState((state) => state.errors);
  const box = useRef<HTMLDivElement>(null);
  const count = Object.keys(errors).length;

  // Once a refused attempt to save, not whenever an error goes away.
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);

  if (count === 0) return null;
  return (
    <div ref={box} tabIndex={-1}>
      <Notice tone="danger" title={text('form.errors', { count })}>
        <ErrorList errors={errors} />
      </Notice>
    </div>
  );
}
