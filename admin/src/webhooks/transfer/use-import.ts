import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';

import type { ImportResult } from '../../../../server/src/contracts/transfer';
import type { WebhookInput } from '../../../../server/src/contracts/webhooks';
import { useNotifyError } from '../../api/errors';
import { useImportDocumentWebhooksMutation } from '../../api/transfer';
import { useText } from '../../translations/use-text';
import { readExport } from './read-export';

interface Import {
  /** The planned changes; null until a file is read. */
  results: ImportResult[] | null;
  /** Why the file cannot be used. */
  error: string | undefined;
  isBusy: boolean;
  /** True if there are changes and no errors. */
  ready: boolean;
  read: (file: File | undefined) => Promise<void>;
  run: () => Promise<void>;
}

/** Reads a file, asks what it would change, and then changes it. */
export function useImport(onDone: () => void): Import {
  const text = useText();
  const notifyError = useNotifyError();
  const { toggleNotification } = useNotification();
  const [send, { isLoading: isBusy }] = useImportDocumentWebhooksMutation();
  const [webhooks, setWebhooks] = useState<WebhookInput[]>([]);
  const [results, setResults] = useState<ImportResult[] | null>(null);
  const [error, setError] = useState<string>();

  const read = async (file: File | undefined) => {
    setResults(null);
    setError(undefined);
    if (!file) return;
    const found = readExport(await file.text());
    if (!found) {
      setError(text('transfer.import.unreadable'));
      return;
    }
    const answer = await send({ webhooks: found, dryRun: true });
    if ('error' in answer) {
      notifyError(answer.error);
      return;
    }
    setWebhooks(found);
    setResults(answer.data.data.results);
  };

  const run = async () => {
    const answer = await send({ webhooks });
    if ('error' in answer) {
      notifyError(answer.error);
      return;
    }
    const changed = answer.data.data.results.filter(({ action }) => action !== 'unchanged').length;
    toggleNotification({ type: 'success', message: text('transfer.import.done', { changed }) });
    onDone();
  };

  const invalid = results?.some(({ action }) => action === 'invalid') ?? false;
  const changes = results?.some(({ action }) => action !== 'unchanged') ?? false;
  return { results, error, isBusy, ready: changes && !invalid, read, run };
}
