import { useState } from 'react';

import { useContentTypes } from '../../../api/content-types';
import { useLocales } from '../../../api/locales';
import type { WebhookValues } from '../../form/state/values';
import { targetOf, type Choice, type PreviewTarget } from './preview-target';

/** The target of the preview and its setters; null if the webhook has no type or event yet. */
export function usePreviewTarget(
  values: WebhookValues,
): [PreviewTarget | null, (part: Choice) => void] {
  const [choice, setChoice] = useState<Choice>({});
  const { all: types } = useContentTypes();
  const { default: defaultLocale } = useLocales();
  return [
    targetOf(choice, { values, types, defaultLocale }),
    (part) => setChoice((before) => ({ ...before, ...part })),
  ];
}
