import { useState } from 'react';

import { useContentTypes } from '../../../api/content-types';
import { useLocales } from '../../../api/locales';
import type { WebhookValues } from '../../form/state/values';
import { targetOf, type Choice, type PreviewTarget } from './preview-target';

/** On what the webhook is tried, and how to choose otherwise; null while it wants nothing yet. */
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
