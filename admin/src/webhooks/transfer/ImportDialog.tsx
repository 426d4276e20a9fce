import { Field } from '@strapi/design-system';
import { useId } from 'react';

import { ActionDialog } from '../../components/ActionDialog';
import { useText } from '../../translations/use-text';
import { ImportResults } from './ImportResults';
import type { TransferDialogProps } from './transfer-dialog';
import { useImport } from './use-import';

/** Shows what a file would change before anything is: created, changed, or refused. */
export function ImportDialog({ onClose, returnTo }: TransferDialogProps) {
  const text = useText();
  const id = useId();
  const { results, error, isBusy, ready, read, run } = useImport(onClose);

  return (
    <ActionDialog
      title={text('transfer.import.title')}
      explained={text('transfer.import.explained')}
      confirm={text('transfer.import.confirm')}
      isRunning={isBusy}
      disabled={!ready}
      onConfirm={run}
      onClose={onClose}
      returnTo={returnTo}
    >
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
    </ActionDialog>
  );
}
