import { Flex, Link, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle } from '@strapi/icons';
import { useEffect, useRef } from 'react';
import { NavLink } from 'react-router-dom';

import type { TestResult } from '../../../../../server/src/contracts/send';
import { Loading } from '../../../components/list/Loading';
import { Mark } from '../../../components/marks/Mark';
import { Section } from '../../../components/Section';
import { useDuration } from '../../../components/time/use-duration';
import { ResponseView } from '../../../deliveries/detail/ResponseView';
import { paths } from '../../../paths';
import { usePermissions } from '../../../permissions';
import { useText } from '../../../translations/use-text';

interface LastTestProps {
  result: TestResult | undefined;
  isSending: boolean;
}

/** The response to the last test, or why there is none. */
export function LastTest({ result, isSending }: LastTestProps) {
  const text = useText();
  const { deliveries: can } = usePermissions();
  const end = useRef<HTMLDivElement>(null);
  const shown = isSending ? undefined : result;
  useEffect(() => {
    if (shown) end.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);

  if (isSending) return <Loading />;
  if (!shown) return null;
  return (
    <div ref={end}>
      <Section title={text('test.last')}>
        <Outcome result={shown} />
        <ResponseView attempt={shown} />
        {can.read && (
          <Link tag={NavLink} to={paths.delivery(shown.deliveryId)}>
            {text('test.log')}
          </Link>
        )}
      </Section>
    </div>
  );
}

/** "200 in 84 ms", and why a test failed where the response does not say it. */
function Outcome({ result }: { result: TestResult }) {
  const text = useText();
  const duration = useDuration();
  const { status, outcome, statusCode, durationMs, reason, error } = result;
  const delivered = status === 'delivered';
  return (
    <Flex role="status" direction="column" alignItems="flex-start" gap={1}>
      <Flex gap={3} wrap="wrap">
        <Mark shape={delivered ? CheckCircle : CrossCircle} tone={delivered ? 'success' : 'danger'}>
          {outcome === 'response' ? String(statusCode) : text(`attempt.outcome.${outcome}`)}
        </Mark>
        <Typography textColor="neutral600">
          {text('test.duration', { duration: duration(durationMs) })}
        </Typography>
      </Flex>
      {reason !== null && reason !== error && (
        <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
          {reason}
        </Typography>
      )}
    </Flex>
  );
}
