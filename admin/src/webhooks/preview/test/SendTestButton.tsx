import { PaperPlane } from '@strapi/icons';
import { useIsDesktop } from '@strapi/strapi/admin';

import { BusyButton } from '../../../components/BusyButton';
import { useText } from '../../../translations/use-text';
import { useWebhookTest } from './test-context';

/** Sends what the preview shows. On a narrow screen, opens the preview first. */
export function SendTestButton({ onOpen }: { onOpen: () => void }) {
  const text = useText();
  const isDesktop = useIsDesktop();
  const test = useWebhookTest();
  if (!test) return null;
  const { send, isSending, target } = test;
  return (
    <BusyButton
      variant="secondary"
      startIcon={<PaperPlane />}
      busy={isSending}
      disabled={isDesktop && !target}
      {...(isDesktop && !target && { title: text('test.noTarget') })}
      onClick={() => (isDesktop ? void send() : onOpen())}
    >
      {text('test.action')}
    </BusyButton>
  );
}
