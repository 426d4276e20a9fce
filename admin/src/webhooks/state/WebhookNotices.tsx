import { Typography } from '@strapi/design-system';

import type { Webhook } from '../../../../server/src/contracts/webhook';
import { Notice } from '../../components/list/Notice';
import { useHealthWords } from '../../hooks/use-health-words';
import { useText } from '../../translations/use-text';
import { conditionFails, isFailing } from './attention';
import { ConditionFailure } from '../list/ConditionFailure';

interface WebhookNoticesProps {
  webhook: Webhook;
  readOnly: boolean;
}

/** Notices above the form: read-only, on hold, missing fields, failing, stopped, or a large backlog. */
export function WebhookNotices({ webhook, readOnly }: WebhookNoticesProps) {
  const text = useText();
  const { failing, held } = useHealthWords(webhook.health);
  const { state, stateReason, health, origin, problems, secretsProblem, ruleProblem } = webhook;
  const attempts = text('health.attempts', { failures: health.failures });

  return (
    <>
      {readOnly && (
        <Notice
          tone="primary"
          title={text(origin === 'code' ? 'form.declaredInCode' : 'form.readOnly')}
        />
      )}
      <Held title={text('form.ruleProblem')} problem={ruleProblem} />
      <Held title={text('form.held')} problem={secretsProblem} />
      {problems.length > 0 && (
        <Notice tone="warning" title={text('form.problems')}>
          {problems.map(({ place, path, message }) => (
            <Typography key={`${place} ${path}`} tag="p" textColor="neutral800">
              {text('form.problem', { place, message })}
            </Typography>
          ))}
        </Notice>
      )}
      {stateReason && (
        <Notice
          tone="warning"
          title={text('form.stateReason', { state: text(`state.${state}`), reason: stateReason })}
        />
      )}
      {conditionFails(webhook) && (
        <Notice tone="danger" title={text('health.conditionFails')}>
          <Typography textColor="neutral800">{text('health.conditionFails.why')}</Typography>
          <ConditionFailure webhook={webhook} />
        </Notice>
      )}
      {health.backlogged && <Notice tone="warning" title={text('health.backlogged')} />}
      {failing && isFailing(webhook) && (
        <Notice tone="warning" title={failing}>
          <Typography textColor="neutral800">
            {[attempts, state === 'enabled' && held].filter(Boolean).join(' ')}
          </Typography>
        </Notice>
      )}
    </>
  );
}

function Held({ title, problem }: { title: string; problem: string | null }) {
  const text = useText();
  if (problem === null) return null;
  return (
    <Notice tone="danger" title={title}>
      <Typography textColor="neutral800">{text('form.held.why', { problem })}</Typography>
    </Notice>
  );
}
