import { Button, Flex, Modal, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

import { useText } from '../translations/use-text';

interface ActionDialogProps {
  open?: boolean;
  title: string;
  explained?: string;
  /** What the button that does it says. */
  confirm: string;
  isRunning: boolean;
  disabled?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}

/** Tells what an action will do, asks what it needs to know, and does it. */
export function ActionDialog({
  open = true,
  title,
  explained,
  confirm,
  isRunning,
  disabled = false,
  onConfirm,
  onClose,
  children,
}: ActionDialogProps) {
  const text = useText();

  return (
    <Modal.Root open={open} onOpenChange={onClose}>
      <Modal.Content>
        <Modal.Header closeLabel={text('action.close')}>
          <Modal.Title>{title}</Modal.Title>
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
          <Button disabled={disabled} loading={isRunning} onClick={() => void onConfirm()}>
            {confirm}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
