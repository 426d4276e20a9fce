import { Button, Flex, Modal, Typography } from '@strapi/design-system';

import { Loading } from '../../components/Loading';
import { useText } from '../../translations/use-text';
import { BuiltInResults } from './BuiltInResults';
import { useBuiltIn } from './use-built-in';

/** Copies the webhooks of Settings → Webhooks; they arrive disabled, and the originals stay. */
export function BuiltInDialog({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { results, count, isBusy, run } = useBuiltIn(onClose);

  return (
    <Modal.Root open onOpenChange={onClose}>
      <Modal.Content>
        <Modal.Header closeLabel={text('action.close')}>
          <Modal.Title>{text('transfer.builtIn.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography textColor="neutral800">{text('transfer.builtIn.explained')}</Typography>
            {results ? <BuiltInResults results={results} /> : <Loading />}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Modal.Close>
            <Button variant="tertiary">{text('action.cancel')}</Button>
          </Modal.Close>
          <Button disabled={count === 0} loading={isBusy} onClick={() => void run()}>
            {text('transfer.builtIn.confirm', { count })}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
