import { useText } from '../../translations/use-text';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Words for a length of time in milliseconds, in the unit that reads best: "84 ms", "75 h". */
export function useDuration(): (ms: number) => string {
  const text = useText();
  return (ms) => {
    if (ms < SECOND) return text('duration.ms', { value: Math.round(ms) });
    if (ms < 2 * MINUTE) return text('duration.s', { value: floored(ms / SECOND) });
    if (ms < 2 * HOUR) return text('duration.min', { value: Math.floor(ms / MINUTE) });
    if (ms < 5 * DAY) return text('duration.h', { value: Math.floor(ms / HOUR) });
    return text('duration.d', { value: Math.floor(ms / DAY) });
  };
}

/** One decimal below ten, none above: 1.2 s, 15 s. */
function floored(value: number): number {
  return value < 10 ? Math.floor(value * 10) / 10 : Math.floor(value);
}
