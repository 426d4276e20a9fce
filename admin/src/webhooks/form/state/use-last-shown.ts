import { useLayoutEffect, useRef, type RefObject } from 'react';

/**
 * Nothing in the element can be typed or pressed while it is held. It looks as before, and what had the
 * focus in it gets it back.
 */
export function useLastShown(held: boolean): RefObject<HTMLDivElement> {
  const box = useRef<HTMLDivElement>(null);

  // Before effects, which may focus something in it.
  useLayoutEffect(() => {
    const element = box.current;
    if (!held || !element) return undefined;
    const focused = element.contains(document.activeElement) ? document.activeElement : null;
    element.inert = true;
    return () => {
      element.inert = false;
      if (focused instanceof HTMLElement) focused.focus();
    };
  }, [held]);

  return box;
}
