import { isTextKey, useText } from '../translations/use-text';

/** "updated" for `entry.update`; other events are shown by their names. */
export function useEventWords(): (event: string) => string {
  const text = useText();
  return (event) => {
    const key = `event.${event}`;
    return isTextKey(key) ? text(key) : event;
  };
}
