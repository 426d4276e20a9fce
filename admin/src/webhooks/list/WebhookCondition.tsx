import { Flex, Typography } from '@strapi/design-system';

import type { Webhook } from '../../../../server/src/contracts/webhook';
import { Mark } from '../../components/marks/Mark';
import { useHealthWords } from '../../hooks/use-health-words';
import { WarningSign } from '../../components/marks/WarningSign';
import { WebhookStateMark } from '../../components/marks/WebhookStateMark';
import { useText } from '../../translations/use-text';
import { conditionFails, isFailing, isHeld } from '../state/attention';
import { ConditionFailure } from './ConditionFailure';

/** State and health at a glance: what an enabled webhook suffers from says more than that it is enabled. */
export function WebhookCondition({ webhook }: { webhook: Webhook }) {
  const text = useText();
  const { failing, held } = useHealthWords(webhook.health);
  const { state, stateReason, health, ruleProblem } = webhook;
  const fails = isFailing(webhook);
  const isSound = !isHeld(webhook);
  const breaks = conditionFails(webhook);
  const suffering = fails ? failing : text('health.conditionFails');
  const holding = text(ruleProblem === null ? 'webhooks.lacksSecret' : 'webhooks.ruleProblem');
  const notes = [
    stateReason && text('webhooks.bySystem', { reason: stateReason }),
    !isSound && state !== 'enabled' && holding,
    fails && state !== 'enabled' && failing,
    fails && state === 'enabled' && held,
    health.backlogged && text('health.backlogged'),
  ];

  return (
    <Flex direction="column" alignItems="flex-start" maxWidth="22rem">
      {state === 'enabled' && (!isSound || fails || breaks) ? (
        <Mark shape={WarningSign} tone="danger">
          {isSound ? suffering : holding}
        </Mark>
      ) : (
        <WebhookStateMark state={state} />
      )}
      {notes.filter(Boolean).map((note) => (
        <Typography
          key={String(note)}
          variant="pi"
          textColor="neutral600"
          style={{ whiteSpace: 'normal' }}
        >
          {note}
        </Typography>
      ))}
      {breaks && <ConditionFailure webhook={webhook} />}
    </Flex>
  );
}
