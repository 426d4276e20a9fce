import { Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle, Filter, MinusCircle } from '@strapi/icons';
import { styled } from 'styled-components';

import type { WebhookState } from '../../../../../server/src/contracts/webhook-choices';
import type { Preview } from '../../../../../server/src/contracts/preview';
import { codeFont } from '../../../components/code-font';
import { Mark } from '../../../components/marks/Mark';
import { PauseSign } from '../../../components/marks/PauseSign';
import { useText } from '../../../translations/use-text';
import type { WebhookValues } from '../../form/state/values';

const MARKS = {
  sent: { shape: CheckCircle, tone: 'success' },
  paused: { shape: PauseSign, tone: 'warning' },
  disabled: { shape: MinusCircle, tone: 'neutral' },
  skipped: { shape: Filter, tone: 'neutral' },
  unrenderable: { shape: CrossCircle, tone: 'danger' },
} as const;

/** Whether the event would be sent, the reason if not, and the result of the condition. */
export function Verdict({ values, preview }: { values: WebhookValues; preview: Preview }) {
  const text = useText();
  const { events, watchedFields, condition, conditionMode } = values;
  const verdict = verdictOf(preview, values.state);
  const watches = watchedFields.some(({ path }) => path.trim()) && events.includes('entry.update');
  const turns = condition.trim() !== '' && conditionMode === 'becomes-true';

  return (
    <Flex role="status" direction="column" alignItems="flex-start" gap={1}>
      <Mark {...MARKS[verdict]}>{text(`preview.verdict.${verdict}`)}</Mark>
      {[values.state === 'disabled' ? null : preview.reason, preview.error]
        .filter(Boolean)
        .map((why) => (
          <Typography key={why} textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
            {why}
          </Typography>
        ))}
      {preview.condition?.error === null && (
        <Typography textColor="neutral800">
          {text('preview.condition')} <Value>{JSON.stringify(preview.condition.value)}</Value>
        </Typography>
      )}
      {watches && <Assumption>{text('preview.assumes.changed')}</Assumption>}
      {turns && <Assumption>{text('preview.assumes.turned')}</Assumption>}
    </Flex>
  );
}

/** A preview knows of no change: what it takes for granted. */
function Assumption({ children }: { children: string }) {
  return (
    <Typography variant="pi" textColor="neutral600">
      {children}
    </Typography>
  );
}

function verdictOf({ matches, error }: Preview, state: WebhookState): keyof typeof MARKS {
  if (state === 'disabled') return 'disabled';
  if (!matches) return 'skipped';
  if (error !== null) return 'unrenderable';
  return state === 'paused' ? 'paused' : 'sent';
}

const Value = styled.code`
  ${codeFont}
  overflow-wrap: anywhere;
`;
