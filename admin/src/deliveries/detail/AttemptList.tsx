import { Accordion, Typography } from '@strapi/design-system';

import type { DeliveryDetail } from '../../../../server/src/contracts/deliveries';
import { useTimeToCome } from '../../components/time/use-relative-time';
import { useText } from '../../translations/use-text';
import { AttemptItem } from './AttemptItem';

/** The attempts in the order they were made, the last one open, and when the next is due. */
export function AttemptList({ delivery }: { delivery: DeliveryDetail }) {
  const text = useText();
  const timeToCome = useTimeToCome();
  const { attempts, nextAttemptAt, status } = delivery;
  const last = attempts.at(-1);
  const next = status === 'pending' ? timeToCome(nextAttemptAt) : null;

  return (
    <>
      {attempts.length > 0 && (
        <Accordion.Root {...(last && { defaultValue: String(last.number) })}>
          {attempts.map((attempt) => (
            <AttemptItem key={attempt.number} attempt={attempt} />
          ))}
        </Accordion.Root>
      )}
      {attempts.length === 0 && (
        <Typography variant="pi" textColor="neutral600">
          {text(`detail.attempts.${status === 'skipped' ? 'skipped' : 'none'}`)}
        </Typography>
      )}
      {next && (
        <Typography variant="pi" textColor="neutral600">
          {text('detail.attempts.next', { when: next })}
        </Typography>
      )}
    </>
  );
}
