import type { WebhookHealth } from '../../../server/src/contracts/webhook';
import { useText } from '../translations/use-text';
import { useMoment } from '../components/time/use-moment';
import { useTimeToCome } from '../components/time/use-relative-time';

/** "Failing since 14:02", or "On hold until 14:05: ..." while the queue is on hold; null if healthy. */
export function useHealthWords({ failures, failingSince, openUntil, hold }: WebhookHealth): {
  failing: string | null;
  held: string | null;
} {
  const text = useText();
  const moment = useMoment();
  const timeToCome = useTimeToCome();

  const since = failingSince === null ? '' : moment(failingSince);
  return {
    failing: failures > 0 ? text('health.failing', { since }) : null,
    held: heldWords(),
  };

  function heldWords(): string | null {
    if (hold && timeToCome(hold.until) !== null) {
      return text('health.hold', { until: moment(hold.until), statusCode: hold.statusCode });
    }
    if (openUntil === null || timeToCome(openUntil) === null) return null;
    return text('health.held', { until: moment(openUntil) });
  }
}
