import { useLayoutEffect, useRef, type RefObject } from 'react';

/**
 * Makes the element inert while `held`. Its look does not change, and the element that had the focus gets
 * it back.
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
