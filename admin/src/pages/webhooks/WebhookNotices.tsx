import type { Webhook } from '../../../../server/src/contracts/webhooks';
import { Notice } from '../../components/Notice';
import { useText } from '../../translations/use-text';

interface WebhookNoticesProps {
  webhook: Webhook;
  readOnly: boolean;
}

/** What to know before reading on: that nothing can be changed, that the system changed the state. */
export function WebhookNotices({ webhook, readOnly }: WebhookNoticesProps) {
  const text = useText();
  return (
    <>
      {readOnly && <Notice tone="primary" title={text('form.readOnly')} />}
      {webhook.stateReason && (
        <Notice
          tone="warning"
          title={text('form.stateReason', {
            state: text(`state.${webhook.state}`),
            reason: webhook.stateReason,
          })}
        />
      )}
    </>
  );
}
