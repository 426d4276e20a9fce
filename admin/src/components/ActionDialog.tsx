import { Button, Flex, Modal, Typography } from '@strapi/design-system';
import type { ReactNode, RefObject } from 'react';

import { useText } from '../translations/use-text';
import { BusyButton } from './BusyButton';
import { Clamped } from './Clamped';
import { useReturnFocus } from './use-return-focus';

interface ActionDialogProps {
  open?: boolean;
  title: string;
  explained?: string;
  /** The label of the confirm button. */
  confirm: string;
  isRunning: boolean;
  disabled?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
  /** Gets the focus afterwards if the element that opened the dialog is gone. */
  returnTo?: RefObject<HTMLElement>;
  children: ReactNode;
}

/** Explains an action, asks for its parameters, and runs it. */
export function ActionDialog({
  open = true,
  title,
  explained,
  confirm,
  isRunning,
  disabled = false,
  onConfirm,
  onClose,
  returnTo,
  children,
}: ActionDialogProps) {
  const text = useText();
  useReturnFocus(open, returnTo);

  return (
    <Modal.Root open={open} onOpenChange={onClose}>
      <Modal.Content>
        <Modal.Header closeLabel={text('action.close')}>
          <Modal.Title>
            <Clamped>{title}</Clamped>
          </Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={5}>
            {explained !== undefined && <Typography textColor="neutral800">{explained}</Typography>}
            {children}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Modal.Close>
            <Button variant="tertiary">{text('action.cancel')}</Button>
          </Modal.Close>
          <BusyButton disabled={disabled} busy={isRunning} onClick={() => void onConfirm()}>
            {confirm}
          </BusyButton>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
