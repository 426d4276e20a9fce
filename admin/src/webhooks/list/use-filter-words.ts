import { useIntl } from 'react-intl';

import { useText } from '../../translations/use-text';

export interface Filtered {
  locales: string[];
  watchedFields: string[];
  /** Empty for none. */
  condition: string;
}

/** "fr", "total or name changed", "doc.total > 100": the parts of the filter. */
export function useFilterWords(): (webhook: Filtered) => string[] {
  const text = useText();
  const { formatList } = useIntl();

  return ({ locales, watchedFields, condition }) => {
    const any = { type: 'disjunction' } as const;
    const parts = [
      locales.length > 0 && text('filter.words.locales', { locales: formatList(locales, any) }),
      watchedFields.length > 0 &&
        text('filter.words.watched', { fields: formatList(watchedFields, any) }),
      condition.replace(/\s+/g, ' ').trim(),
    ];
    return parts.filter((part) => typeof part === 'string' && part !== '') as string[];
  };
}
