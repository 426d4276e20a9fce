import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { useDuration } from '../../components/use-duration';
import { useTimeToCome } from '../../components/use-relative-time';
import { useText } from '../../translations/use-text';
import { usePausedWebhooks } from './use-paused-webhooks';

/** What became of a delivery so far, in a line: "200 in 84 ms", "retry in 12 minutes: timeout". */
export function useOutcomeWords(): (delivery: Delivery) => string {
  const text = useText();
  const duration = useDuration();
  const timeToCome = useTimeToCome();
  const isPaused = usePausedWebhooks();

  /** What is due and still waits (for a free slot, or for a paused webhook) is due now, not overdue. */
  const due = (at: string | null) => timeToCome(at) ?? text('outcome.now');

  return (delivery) => {
    const { status, attemptCount: attempts, lastStatusCode: code, nextAttemptAt } = delivery;
    const reason = delivery.reason ?? (code === null ? text('outcome.noAnswer') : String(code));
    switch (status) {
      case 'delivered':
        return text('outcome.delivered', {
          code: code ?? '',
          duration: duration(delivery.lastDurationMs ?? 0),
          attempts,
        });
      case 'exhausted':
        return text('outcome.exhausted', { attempts, reason });
      case 'cancelled':
        return delivery.reason ?? text('outcome.cancelled');
      case 'sending':
        return text('outcome.sending', { attempt: attempts + 1 });
      case 'pending':
        if (isPaused(delivery.webhook.documentId)) return text('outcome.held');
        return attempts === 0
          ? text('outcome.first', { when: due(nextAttemptAt) })
          : text('outcome.retry', { when: due(nextAttemptAt), reason });
    }
  };
}
