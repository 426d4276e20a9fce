import { useLayoutEffect, type RefObject } from 'react';

import { focusFirstOf } from './form/focus-field';

/**
 * Gives the focus back when a dialog closes: to the element that had it when the dialog opened, or to
 * `returnTo` where that element is gone, as the item of a menu is; else to the page's heading. Radix
 * gives it back to its own triggers only.
 */
export function useReturnFocus(open: boolean, returnTo?: RefObject<HTMLElement>): void {
  // Before the effect of the dialog that moves the focus into it.
  useLayoutEffect(() => {
    if (!open) return undefined;
    const opener = document.activeElement;
    const other = returnTo?.current ?? null;
    return () => focusFirstOf([opener, other]);
  }, [open, returnTo]);
}
