import { Button, Field, Flex, Modal, Typography } from '@strapi/design-system';
import { useId } from 'react';

import { useText } from '../../translations/use-text';
import { ImportResults } from './ImportResults';
import { useImport } from './use-import';

/** Shows what a file would change before anything is: created, changed, or refused. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const text = useText();
  const id = useId();
  const { results, error, isBusy, ready, read, run } = useImport(onClose);

  return (
    <Modal.Root open onOpenChange={onClose}>
      <Modal.Content>
        <Modal.Header closeLabel={text('action.close')}>
          <Modal.Title>{text('transfer.import.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography textColor="neutral800">{text('transfer.import.explained')}</Typography>
            <Field.Root id={id} {...(error !== undefined && { error })}>
              <Field.Label>{text('transfer.import.file')}</Field.Label>
              <input
                id={id}
                type="file"
                accept="application/json,.json"
                aria-invalid={error !== undefined}
                onChange={({ target }) => void read(target.files?.[0])}
              />
              <Field.Error />
            </Field.Root>
            {results && <ImportResults results={results} />}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Modal.Close>
            <Button variant="tertiary">{text('action.cancel')}</Button>
          </Modal.Close>
          <Button disabled={!ready} loading={isBusy} onClick={() => void run()}>
            {text('transfer.import.confirm')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
