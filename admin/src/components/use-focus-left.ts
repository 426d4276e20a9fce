import { useLayoutEffect, useRef, type RefObject } from 'react';

import { focusHeading } from './form/focus-field';

/** The page's heading takes the focus when the element goes while the focus is in it. */
export function useFocusLeft(): RefObject<HTMLDivElement> {
  const box = useRef<HTMLDivElement>(null);
  // Before React takes the element out of the page.
  useLayoutEffect(() => {
    const element = box.current;
    return () => {
      if (element?.contains(document.activeElement)) focusHeading();
    };
  }, []);
  return box;
}
