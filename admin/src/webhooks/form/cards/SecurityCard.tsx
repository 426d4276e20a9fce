import { SIGNINGS, type Signing } from '../../../../../server/src/contracts/webhook-choices';
import type { Webhook } from '../../../../../server/src/contracts/webhook';
import { useText } from '../../../translations/use-text';
import { SigningKeys } from '../../signing/SigningKeys';
import { ChoiceField } from '../inputs/ChoiceField';
import { FoldedCard } from './FoldedCard';
import { errorAt } from '../state/form-errors';
import { useFormState } from '../state/form-state';
import { SigningSecretField } from '../fields/SigningSecret';
import { useSecuritySummary } from './use-security-summary';
import { useWebhookField } from '../state/use-webhook-field';

const NAMES = ['signing', 'signingSecret'] as const;

interface SecurityCardProps {
  /** The stored webhook; undefined for a new one. */
  webhook: Webhook | undefined;
}

/** How the receiver can tell that a request is from here. */
export function SecurityCard({ webhook }: SecurityCardProps) {
  const text = useText();
  const signing = useWebhookField('signing');
  const source = useWebhookField('secretSource');
  const storedKeys = webhook?.signing === signing.value ? webhook.signingKeys : [];
  const summary = useSecuritySummary(storedKeys);
  const hasError = useFormState(({ errors }) =>
    NAMES.some((name) => errorAt(errors, name) !== undefined),
  );

  const choose = (next: Signing) => {
    const isStored = webhook?.signing === next && webhook.signingKeys.length > 0;
    signing.set(next);
    source.set(isStored ? 'keep' : 'generate');
  };

  return (
    <FoldedCard title={text('form.card.security')} summary={summary} hasError={hasError}>
      <ChoiceField name="signing" choices={SIGNINGS} onChange={choose} />
      {webhook && storedKeys.length > 0 && <SigningKeys webhook={webhook} />}
      {signing.value !== 'none' && !signing.disabled && (
        <SigningSecretField signing={signing.value} isStored={storedKeys.length > 0} />
      )}
    </FoldedCard>
  );
}
