import { useCallback, useEffect, useState } from 'react';
import { useIntl } from 'react-intl';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;
const TICK_MS = 10_000;

/** Words for a moment as seen from now ("in 12 minutes", "2 days ago"); they keep up as time goes by. */
export function useRelativeTime(): (at: string) => string {
  const { formatRelativeTime } = useIntl();
  useTick();
  return useCallback(
    (at) => {
      const difference = new Date(at).getTime() - Date.now();
      const [unit, length] =
        UNITS.find(([, ms]) => Math.abs(difference) >= ms) ?? (['second', 1_000] as const);
      return formatRelativeTime(Math.trunc(difference / length), unit, { numeric: 'auto' });
    },
    [formatRelativeTime],
  );
}

/** The same for a moment to come; null for one that is past, or for none. */
export function useTimeToCome(): (at: string | null) => string | null {
  const relative = useRelativeTime();
  return useCallback(
    (at) => (at !== null && new Date(at).getTime() > Date.now() ? relative(at) : null),
    [relative],
  );
}

function useTick(): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), TICK_MS);
    return () => clearInterval(timer);
  }, []);
}
