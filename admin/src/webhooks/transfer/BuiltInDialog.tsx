import { ActionDialog } from '../../components/ActionDialog';
import { Loading } from '../../components/list/Loading';
import { useText } from '../../translations/use-text';
import { BuiltInResults } from './BuiltInResults';
import type { TransferDialogProps } from './transfer-dialog';
import { useBuiltIn } from './use-built-in';

/** Copies the webhooks of Settings → Webhooks; they arrive disabled, and the originals stay. */
export function BuiltInDialog({ onClose, returnTo }: TransferDialogProps) {
  const text = useText();
  const { results, count, isBusy, run } = useBuiltIn(onClose);

  return (
    <ActionDialog
      title={text('transfer.builtIn.title')}
      explained={text('transfer.builtIn.explained')}
      confirm={text('transfer.builtIn.confirm', { count })}
      isRunning={isBusy}
      disabled={count === 0}
      onConfirm={run}
      onClose={onClose}
      returnTo={returnTo}
    >
      {results ? <BuiltInResults results={results} /> : <Loading />}
    </ActionDialog>
  );
}
