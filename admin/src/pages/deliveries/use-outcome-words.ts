import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { useDuration } from '../../components/use-duration';
import { useRelativeTime } from '../../components/use-relative-time';
import { useText } from '../../translations/use-text';

/** What became of a delivery so far, in a line: "200 in 84 ms", "in 12 min: timeout". */
export function useOutcomeWords(): (delivery: Delivery) => string {
  const text = useText();
  const duration = useDuration();
  const relative = useRelativeTime();

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
        if (nextAttemptAt === null) return delivery.reason ?? text('outcome.held');
        return attempts === 0
          ? text('outcome.first', { when: relative(nextAttemptAt) })
          : text('outcome.retry', { when: relative(nextAttemptAt), reason });
    }
  };
}
