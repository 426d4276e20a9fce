import { useIntl } from 'react-intl';

import { useRelativeTime } from './use-relative-time';

/** "3 minutes ago"; the exact moment on hover and for machines. */
export function RelativeTime({ at }: { at: string }) {
  const { formatDate } = useIntl();
  const relative = useRelativeTime();
  return (
    <time dateTime={at} title={formatDate(at, { dateStyle: 'medium', timeStyle: 'long' })}>
      {relative(at)}
    </time>
  );
}
