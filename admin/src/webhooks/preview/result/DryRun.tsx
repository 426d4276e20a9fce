import { Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';

import type { WebhookDraft } from '../../../../../server/src/contracts/preview';
import { useBacktestDocumentWebhookMutation } from '../../../api/preview';
import { BusyButton } from '../../../components/BusyButton';
import { Section } from '../../../components/Section';
import { useText } from '../../../translations/use-text';
import type { WebhookValues } from '../../form/state/values';
import { DryRunEntries } from './DryRunEntries';
import { PreviewFailed } from './PreviewFailed';

interface DryRunProps {
  /** The form's, of which the draft is made. */
  values: WebhookValues;
  draft: WebhookDraft;
  onGoToField: () => void;
}

/** How many of the entries that changed last the webhook would fire for, and which. */
export function DryRun({ values, draft, onGoToField }: DryRunProps) {
  const text = useText();
  const [asked, setAsked] = useState<WebhookDraft>();
  const [ask, { data, error, isLoading }] = useBacktestDocumentWebhookMutation();
  const result = data?.data;
  const tryOn = () => {
    setAsked(draft);
    return ask({ webhook: draft });
  };

  return (
    <Section title={text('backtest.title')}>
      <Flex>
        <BusyButton variant="secondary" busy={isLoading} onClick={() => void tryOn()}>
          {text('backtest.action')}
        </BusyButton>
      </Flex>
      {error !== undefined && (
        <PreviewFailed values={values} error={error} onRetry={tryOn} onGoToField={onGoToField} />
      )}
      {result && (
        <>
          <Typography role="status" fontWeight="semiBold" textColor="neutral800">
            {text('backtest.result', { matched: result.matched, checked: result.checked })}
          </Typography>
          {asked !== draft && (
            <Typography variant="pi" textColor="neutral600">
              {text('backtest.stale')}
            </Typography>
          )}
          <DryRunEntries entries={result.entries} />
        </>
      )}
    </Section>
  );
}
