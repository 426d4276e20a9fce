import type { RefObject } from 'react';

export interface TransferDialogProps {
  onClose: () => void;
  /** The button of the menu, which takes the focus afterwards. */
  returnTo: RefObject<HTMLElement>;
}
