import { Button, Flex, Modal, Typography } from '@strapi/design-system';

import { CopiedLine } from '../../components/copy/CopiedLine';
import { Notice } from '../../components/list/Notice';
import { useReturnFocus } from '../../components/use-return-focus';
import { useText } from '../../translations/use-text';

interface SecretDialogProps {
  secret: string;
  /** For Ed25519: the key that the receiver needs. */
  publicKey: string | undefined;
  onClose: () => void;
}

/** The only time that a generated secret is seen: a key or a click beside it does not close it. */
export function SecretDialog({ secret, publicKey, onClose }: SecretDialogProps) {
  const text = useText();
  useReturnFocus(true);
  const stay = (event: Event) => event.preventDefault();

  return (
    <Modal.Root open onOpenChange={onClose}>
      <Modal.Content onEscapeKeyDown={stay} onInteractOutside={stay}>
        <Modal.Header closeLabel={text('action.close')}>
          <Modal.Title>{text('secret.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={5}>
            <Notice tone="warning" title={text('secret.once')}>
              <Typography textColor="neutral800">
                {text(publicKey === undefined ? 'secret.once.hmac' : 'secret.once.ed25519')}
              </Typography>
            </Notice>
            <CopiedLine
              label={text('secret.signing')}
              copyLabel={text('secret.copy')}
              value={secret}
            />
            {publicKey !== undefined && (
              <CopiedLine
                label={text('signing.publicKey')}
                copyLabel={text('signing.publicKey.copy')}
                value={publicKey}
              />
            )}
          </Flex>
        </Modal.Body>
        <Modal.Footer justifyContent="flex-end">
          <Button onClick={onClose}>{text('secret.done')}</Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
