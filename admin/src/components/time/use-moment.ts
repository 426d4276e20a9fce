import { useIntl } from 'react-intl';

/** Words for a moment of which the clock matters: "14:02", and with its date where that is not today's. */
export function useMoment(): (at: string) => string {
  const { formatDate, formatTime } = useIntl();
  return (at) => {
    const isToday = new Date(at).toDateString() === new Date().toDateString();
    return isToday
      ? formatTime(at, { timeStyle: 'short' })
      : formatDate(at, { dateStyle: 'medium', timeStyle: 'short' });
  };
}
