import type { SigningKey } from '../../../../../server/src/contracts/webhook';
import { useDay } from '../../../components/time/use-day';
import { useMoment } from '../../../components/time/use-moment';
import { useText } from '../../../translations/use-text';
import { signingSummaryOf } from '../state/security-summary';
import { useWebhookValue } from '../state/form-state';

/** "Signed (v1), secret from 3 May, the one before until 4 May 2026, 14:02" */
export function useSecuritySummary(storedKeys: SigningKey[]): string {
  const text = useText();
  const day = useDay();
  const moment = useMoment();
  const signing = useWebhookValue('signing');
  const secretSource = useWebhookValue('secretSource');
  if (signing === 'none') return text('form.security.none');

  const summary = signingSummaryOf(secretSource, storedKeys);
  const parts = [text(`form.security.signed.${signing}`)];
  if (summary.kind === 'keep') {
    parts.push(text('form.security.since', { since: day(summary.since) }));
    if (summary.until !== null) {
      parts.push(text('form.security.overlap', { until: moment(summary.until) }));
    }
  } else parts.push(text(`form.security.${summary.kind}`));
  return parts.join(', ');
}
