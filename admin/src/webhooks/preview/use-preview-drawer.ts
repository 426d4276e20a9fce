import { useCallback, useRef, useState } from 'react';

/** On a narrow screen: whether the preview lies over the form. Closed, the focus goes back. */
export function usePreviewDrawer() {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => {
    setOpen(false);
    button.current?.focus();
  }, []);
  return { isOpen, open: () => setOpen(true), close, button };
}
