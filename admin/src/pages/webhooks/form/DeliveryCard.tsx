import { Grid, NumberInput, TextInput } from '@strapi/design-system';

import { useDuration } from '../../../components/use-duration';
import { useText } from '../../../translations/use-text';
import { Card } from './Card';
import { LabelledField } from './LabelledField';
import { parseRetryDelays, scheduleOf } from './retry-delays';
import { useWebhookField } from './use-webhook-field';

/** How long, how often and how many at a time. */
export function DeliveryCard() {
  const text = useText();
  const timeout = useWebhookField('timeoutMs');
  const delays = useWebhookField('retryDelays');
  const concurrency = useWebhookField('concurrency');

  return (
    <Card title={text('form.card.delivery')}>
      <Grid.Root gap={5}>
        <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
          <LabelledField
            path="timeoutMs"
            label={text('form.timeoutMs')}
            hint={text('form.timeoutMs.hint')}
            error={timeout.error}
            required
          >
            <NumberInput
              {...(timeout.value !== null && { value: timeout.value })}
              disabled={timeout.disabled}
              step={1000}
              onValueChange={(next) => timeout.set(next ?? null)}
            />
          </LabelledField>
        </Grid.Item>
        <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
          <LabelledField
            path="concurrency"
            label={text('form.concurrency')}
            hint={text('form.concurrency.hint')}
            error={concurrency.error}
            required
          >
            <NumberInput
              {...(concurrency.value !== null && { value: concurrency.value })}
              disabled={concurrency.disabled}
              onValueChange={(next) => concurrency.set(next ?? null)}
            />
          </LabelledField>
        </Grid.Item>
        <Grid.Item col={12} xs={12} direction="column" alignItems="stretch">
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
        </Grid.Item>
      </Grid.Root>
    </Card>
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
