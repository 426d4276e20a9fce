import { TextInput } from '@strapi/design-system';

import { useDuration } from '../../../components/time/use-duration';
import { useText } from '../../../translations/use-text';
import { LabelledField } from '../../../components/form/LabelledField';
import { parseRetryDelays, scheduleOf } from '../inputs/retry-delays';
import { useWebhookField } from '../state/use-webhook-field';

export function RetryField() {
  const text = useText();
  const delays = useWebhookField('retryDelays');
  return (
    <LabelledField
      path="retryDelays"
      label={text('form.retryDelays')}
      hint={<RetrySummary written={delays.value} />}
      error={delays.error}
    >
      <TextInput
        value={delays.value}
        disabled={delays.disabled}
        inputMode="numeric"
        autoComplete="off"
        onChange={(event) => delays.set(event.target.value)}
      />
    </LabelledField>
  );
}

/** "10 attempts over 75 h: after 5 s, 5 min, 30 min, ..." */
function RetrySummary({ written }: { written: string }) {
  const text = useText();
  const duration = useDuration();
  const delays = parseRetryDelays(written);
  if (!delays) return <>{text('form.retryDelays.invalid')}</>;
  if (delays.length === 0) return <>{text('form.retryDelays.never')}</>;

  const { attempts, totalSeconds } = scheduleOf(delays);
  return (
    <>
      {text('form.retryDelays.summary', {
        attempts,
        total: duration(totalSeconds * 1000),
        delays: delays.map((seconds) => duration(seconds * 1000)).join(', '),
      })}
    </>
  );
}

/** Which failures are retried. */
export function RetryOnField() {
  const text = useText();
  const { value, error, disabled, set } = useWebhookField('retryOn');
  return (
    <LabelledField
      path="retryOn"
      label={text('form.retryOn')}
      hint={text('form.retryOn.hint')}
      error={error}
    >
      <TextInput
        value={value}
        disabled={disabled}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => set(event.target.value)}
      />
    </LabelledField>
  );
}
