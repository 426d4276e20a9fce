import { useNotification } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';

import type { BuiltInResult } from '../../../../server/src/contracts/transfer';
import { useNotifyError } from '../../api/errors';
import { useImportBuiltInWebhooksMutation } from '../../api/transfer';
import { useText } from '../../translations/use-text';

interface BuiltIn {
  /** Null until they are known. */
  results: BuiltInResult[] | null;
  /** How many would come over. */
  count: number;
  isBusy: boolean;
  run: () => Promise<void>;
}

/** Runs a dry run when the dialog opens. A failure closes the dialog with a message. */
export function useBuiltIn(onDone: () => void): BuiltIn {
  const text = useText();
  const notifyError = useNotifyError();
  const { toggleNotification } = useNotification();
  const [send, { isLoading: isBusy }] = useImportBuiltInWebhooksMutation();
  const [results, setResults] = useState<BuiltInResult[] | null>(null);

  useEffect(() => {
    const look = async () => {
      const answer = await send({ dryRun: true });
      if ('error' in answer) {
        notifyError(answer.error);
        onDone();
        return;
      }
      setResults(answer.data.data.results);
    };
    void look();
    // Once, when the dialog opens: what it calls is new on each render, and would ask again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const count = results?.filter(({ action }) => action === 'import').length ?? 0;
  const run = async () => {
    const answer = await send({});
    if ('error' in answer) {
      notifyError(answer.error);
      return;
    }
    toggleNotification({ type: 'success', message: text('transfer.builtIn.done', { count }) });
    onDone();
  };

  return { results, count, isBusy, run };
}
