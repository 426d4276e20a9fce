import { useIntl } from 'react-intl';

/** Words for a day: "3 May", and with its year where that is not this one. */
export function useDay(): (at: string) => string {
  const { formatDate } = useIntl();
  return (at) => {
    const isThisYear = new Date(at).getFullYear() === new Date().getFullYear();
    return formatDate(at, {
      day: 'numeric',
      month: 'long',
      ...(!isThisYear && { year: 'numeric' }),
    });
  };
}
