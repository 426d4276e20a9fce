import { isTextKey, useText } from '../translations/use-text';

/** "updated" for `entry.update`; an event without a word of its own stays as it is named. */
export function useEventWords(): (event: string) => string {
  const text = useText();
  return (event) => {
    const key = `event.${event}`;
    return isTextKey(key) ? text(key) : event;
  };
}
