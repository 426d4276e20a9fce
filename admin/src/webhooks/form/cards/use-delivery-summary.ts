import { useDuration } from '../../../components/time/use-duration';
import { useText } from '../../../translations/use-text';
import { useWebhookValue } from '../state/form-state';
import { wholeNumber } from '../inputs/numbers';
import { parseRetryDelays, scheduleOf } from '../inputs/retry-delays';

/** "Ordered per document, merged over 30 s, at most 5 a second, 10 tries over 75 h" */
export function useDeliverySummary(): string {
  const text = useText();
  const duration = useDuration();
  const ordering = useWebhookValue('ordering');
  const coalesceSeconds = wholeNumber(useWebhookValue('coalesceSeconds')) ?? 0;
  const coalesceScope = useWebhookValue('coalesceScope');
  const rateLimit = wholeNumber(useWebhookValue('rateLimit'));
  const { attempts, totalSeconds } = scheduleOf(
    parseRetryDelays(useWebhookValue('retryDelays')) ?? [],
  );

  const parts = [
    text(`form.summary.ordering.${ordering}`),
    coalesceSeconds > 0 &&
      text(`form.summary.coalesce.${coalesceScope}`, { wait: duration(coalesceSeconds * 1000) }),
    rateLimit !== null && text('form.summary.rateLimit', { rateLimit }),
    text('form.summary.retries', { attempts, total: duration(totalSeconds * 1000) }),
  ];
  return parts.filter(Boolean).join(', ');
}
