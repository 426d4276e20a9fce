import { Button } from '@strapi/design-system';
import { Check } from '@strapi/icons';

import { useText } from '../../translations/use-text';
import { useFormState } from './state/form-state';
import { isModified } from './state/form-store';

/** It never becomes `disabled`: a button that does loses the focus, and a keyboard its place. */
export function SaveButton({ saving }: { saving: boolean }) {
  const text = useText();
  const modified = useFormState(isModified);
  return (
    <Button
      type="submit"
      startIcon={<Check />}
      aria-disabled={!modified || saving}
      aria-busy={saving}
    >
      {text('action.save')}
    </Button>
  );
}
