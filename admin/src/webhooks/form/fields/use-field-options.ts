import { useMemo } from 'react';

import { useContentTypes } from '../../../api/content-types';
import { fieldOptions, type FieldOption } from './field-options';
import { useWebhookValue } from '../state/form-state';

/** The paths of the chosen types, and those of the event's context. */
export function useFieldOptions(): FieldOption[] {
  const { all, contextFields } = useContentTypes();
  const contentTypes = useWebhookValue('contentTypes');
  return useMemo(
    () =>
      fieldOptions(
        all.filter(({ uid }) => contentTypes.includes(uid)),
        contextFields,
      ),
    [all, contentTypes, contextFields],
  );
}
