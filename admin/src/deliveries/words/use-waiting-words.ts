import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { useKnownWebhooks } from '../../hooks/use-known-webhooks';
import { useMoment } from '../../components/time/use-moment';
import { useRelativeTime } from '../../components/time/use-relative-time';
import { useText } from '../../translations/use-text';
import { waitingOf } from './waiting';

/** The reason a delivery is pending: "due in 12 minutes", "due, waits behind #2 of this document". */
export function useWaitingWords(): (delivery: Delivery, others: Delivery[]) => string {
  const text = useText();
  const moment = useMoment();
  const relative = useRelativeTime();
  const webhooks = useKnownWebhooks();

  return (delivery, others) => {
    const webhook = webhooks.find(delivery.webhook.documentId);
    const waiting = waitingOf(delivery, { webhook, others, now: Date.now() });
    switch (waiting.kind) {
      case 'paused':
      case 'rule':
      case 'secrets':
      case 'turn':
        return text(`waiting.${waiting.kind}`);
      case 'later':
        return text(delivery.attemptCount === 0 ? 'waiting.first' : 'waiting.retry', {
          when: relative(waiting.at),
        });
      case 'collecting':
        return text('waiting.collecting', { when: relative(waiting.at) });
      case 'hold':
        return text('waiting.hold', {
          until: moment(waiting.until),
          statusCode: waiting.statusCode,
        });
      case 'held':
        return text('waiting.held', { until: moment(waiting.until) });
      case 'behind':
        return text('waiting.behind', { sequence: waiting.sequence });
    }
  };
}
