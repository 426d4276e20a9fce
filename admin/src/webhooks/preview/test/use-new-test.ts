import { useMemo, useState } from 'react';

import { useTestDocumentWebhookMutation } from '../../../api/send';
import { usePermissions } from '../../../permissions';
import type { FormStore } from '../../form/state/form-store';
import { toTestDraft } from '../draft';
import type { TestTarget, WebhookTest } from './test-context';

interface NewTest {
  store: FormStore;
  /** documentId of the webhook, if it is saved. */
  webhookId: string | undefined;
  /** Nothing can be typed, so the stored webhook is sent. */
  readOnly: boolean;
}

/** The test of the form's webhook; null if this person cannot send one. */
export function useNewTest({ store, webhookId, readOnly }: NewTest): WebhookTest | null {
  const { webhooks: can } = usePermissions();
  const [target, show] = useState<TestTarget | null>(null);
  const [test, { data, error, isLoading: isSending }] = useTestDocumentWebhookMutation();
  const mayTest = can.send && (can.create || can.update);

  return useMemo(() => {
    if (!mayTest || webhookId === undefined) return null;
    const send = async () => {
      if (!target || isSending) return;
      const draft = readOnly ? {} : { webhook: toTestDraft(store.get().values) };
      await test({ webhookId, body: { ...target, ...draft } });
    };
    return { webhookId, target, show, send, isSending, result: data?.data, error };
  }, [mayTest, webhookId, target, isSending, readOnly, store, test, data, error]);
}
