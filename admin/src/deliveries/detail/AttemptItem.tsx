import { Accordion, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle } from '@strapi/icons';
import { useIntl } from 'react-intl';

import type { Attempt } from '../../../../server/src/contracts/deliveries';
import { Mark } from '../../components/marks/Mark';
import { useDuration } from '../../components/time/use-duration';
import { useText } from '../../translations/use-text';
import { ResponseView } from './ResponseView';

/** One attempt: its outcome and duration and, if open, the response. */
export function AttemptItem({ attempt }: { attempt: Attempt }) {
  const text = useText();
  const { formatTime } = useIntl();
  const duration = useDuration();
  const { number, trigger, statusCode, outcome, durationMs, startedAt } = attempt;
  const succeeded = statusCode !== null && statusCode >= 200 && statusCode < 300;

  return (
    <Accordion.Item value={String(number)}>
      <Accordion.Header>
        <Accordion.Trigger>
          <Flex tag="span" gap={3} wrap="wrap">
            <Mark
              shape={succeeded ? CheckCircle : CrossCircle}
              tone={succeeded ? 'success' : 'danger'}
            >
              {outcome === 'response' ? String(statusCode) : text(`attempt.outcome.${outcome}`)}
            </Mark>
            <Typography variant="pi" textColor="neutral600">
              {text('attempt.summary', {
                number,
                trigger,
                time: formatTime(startedAt, { timeStyle: 'medium' }),
                duration: duration(durationMs),
              })}
            </Typography>
          </Flex>
        </Accordion.Trigger>
      </Accordion.Header>
      <Accordion.Content>
        <ResponseView attempt={attempt} />
      </Accordion.Content>
    </Accordion.Item>
  );
}
