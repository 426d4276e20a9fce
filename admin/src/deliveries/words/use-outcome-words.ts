import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { useDuration } from '../../components/time/use-duration';
import { useText } from '../../translations/use-text';
import { useWaitingWords } from './use-waiting-words';

/**
 * The outcome of a delivery so far, in a line: "200 in 84 ms", "retry in 12 minutes: timeout". Names the
 * delivery among `others` that it waits behind.
 */
export function useOutcomeWords(): (delivery: Delivery, others: Delivery[]) => string {
  const text = useText();
  const duration = useDuration();
  const waiting = useWaitingWords();

  return (delivery, others) => {
    const { status, attemptCount: attempts, lastStatusCode: code } = delivery;
    const reason = delivery.reason ?? (code === null ? text('outcome.noAnswer') : String(code));
    switch (status) {
      case 'delivered':
        return text('outcome.delivered', {
          code: code ?? '',
          duration: duration(delivery.lastDurationMs ?? 0),
          attempts,
        });
      case 'failed':
        return text('outcome.failed', { attempts, reason });
      case 'cancelled':
        return delivery.reason ?? text('outcome.cancelled');
      case 'skipped':
        return delivery.reason ?? text('outcome.skipped');
      case 'sending':
        return text('outcome.sending', { attempt: attempts + 1 });
      case 'pending': {
        const words = waiting(delivery, others);
        return attempts === 0 ? words : text('outcome.after', { waiting: words, reason });
      }
    }
  };
}
