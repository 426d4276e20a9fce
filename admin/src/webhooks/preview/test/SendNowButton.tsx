import { useNotification } from '@strapi/strapi/admin';

import { useNotifyError } from '../../../api/errors';
import { useSendDocumentWebhookDocumentsMutation } from '../../../api/send';
import { BusyButton } from '../../../components/BusyButton';
import { useText } from '../../../translations/use-text';
import { isModified } from '../../form/state/form-store';
import { useFormState } from '../../form/state/form-state';
import { isCustomEvent } from '../../../../../server/src/contracts/events';
import type { TestTarget } from './test-context';

interface SendNowButtonProps {
  webhookId: string;
  target: TestTarget;
}

/** Queues the entry of the preview for the webhook as it is saved. */
export function SendNowButton({ webhookId, target }: SendNowButtonProps) {
  const text = useText();
  const notifyError = useNotifyError();
  const { toggleNotification } = useNotification();
  const [sendDocuments, { isLoading }] = useSendDocumentWebhookDocumentsMutation();
  const unsaved = useFormState(isModified);
  const { uid, documentId, locale, event } = target;
  if (!uid || !documentId || isCustomEvent(event)) return null;

  const send = async () => {
    const body = { uid, documentIds: [documentId], ...(locale ? { locale } : {}) };
    const result = await sendDocuments({ webhookId, body });
    if ('error' in result) notifyError(result.error);
    else toggleNotification({ type: 'success', message: text('send.done') });
  };

  return (
    <BusyButton
      variant="tertiary"
      busy={isLoading}
      title={text(unsaved ? 'send.unsaved' : 'send.hint')}
      disabled={unsaved}
      onClick={() => void send()}
    >
      {text('send.action')}
    </BusyButton>
  );
}
