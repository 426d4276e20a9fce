import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';

import type { Webhook } from '../../../../server/src/contracts/webhook';
import { useRecoverDocumentWebhookMutation } from '../../api/webhooks';
import { toLocal, toUtc } from '../../components/time/local-time';
import { useText } from '../../translations/use-text';
import type { FieldErrors } from '../../api/field-errors';
import { useRefusal } from '../../hooks/use-field-errors';
import { recoverSince } from './recover-since';

interface Recover {
  /** As date-time boxes hold them; no `until` is now. */
  window: { since: string; until: string };
  change: (part: Partial<Recover['window']>) => void;
  /** Errors of `since` and `until`. */
  errors: FieldErrors;
  isRunning: boolean;
  /** Shows how many deliveries are queued again, or the errors of the period. */
  run: () => Promise<void>;
}

export function useRecover(webhook: Webhook, onDone: () => void): Recover {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [recover, { isLoading: isRunning }] = useRecoverDocumentWebhookMutation();
  const [window, setWindow] = useState(() => ({
    since: toLocal(new Date(recoverSince(webhook, Date.now()))),
    until: '',
  }));
  const { errors, setErrors, refuse } = useRefusal();

  const run = async () => {
    const since = toUtc(window.since);
    const until = toUtc(window.until);
    if (!since) {
      setErrors({ since: text('form.required') });
      return;
    }
    const { documentId } = webhook;
    const result = await recover({ documentId, window: { since, ...(until && { until }) } });
    if ('error' in result) {
      refuse(result.error);
      return;
    }
    const { requeued } = result.data.data;
    toggleNotification({
      type: requeued > 0 ? 'success' : 'info',
      message: text('recover.done', { requeued }),
    });
    onDone();
  };

  return {
    window,
    change: (part) => {
      setWindow((before) => ({ ...before, ...part }));
      setErrors({});
    },
    errors,
    isRunning,
    run,
  };
}
