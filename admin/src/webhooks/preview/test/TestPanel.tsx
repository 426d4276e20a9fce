import { Flex } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import { useIsDesktop } from '@strapi/strapi/admin';

import { BusyButton } from '../../../components/BusyButton';
import { useText } from '../../../translations/use-text';
import type { WebhookValues } from '../../form/state/values';
import { PreviewFailed } from '../result/PreviewFailed';
import { LastTest } from './LastTest';
import { SendNowButton } from './SendNowButton';
import { useWebhookTest } from './test-context';

interface TestPanelProps {
  /** The form's, of which the draft is made. */
  values: WebhookValues;
  onGoToField: () => void;
}

/** The result of the last test, and the buttons that the page's header does not show. */
export function TestPanel({ values, onGoToField }: TestPanelProps) {
  const text = useText();
  const isDesktop = useIsDesktop();
  const test = useWebhookTest();
  if (!test) return null;
  const { target, send, isSending, result, error } = test;
  return (
    <>
      {target && (
        <Flex gap={2} wrap="wrap">
          {!isDesktop && (
            <BusyButton
              variant="secondary"
              startIcon={<PaperPlane />}
              busy={isSending}
              onClick={() => void send()}
            >
              {text('test.action')}
            </BusyButton>
          )}
          <SendNowButton webhookId={test.webhookId} target={target} />
        </Flex>
      )}
      {error !== undefined && !isSending && (
        <PreviewFailed values={values} error={error} onRetry={send} onGoToField={onGoToField} />
      )}
      <LastTest result={error === undefined ? result : undefined} isSending={isSending} />
    </>
  );
}
